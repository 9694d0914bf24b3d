import pytest
from telltale.agent.foreign import Foreign
from telltale.agent.reasoning.answers import file_case, place_answers
from telltale.agent.reasoning.answers.place_answers import degrees, where_taken

from tests.agent.provenance.rules.made_contents import field
from tests.agent.reasoning.answers.file_cases import made, texts

BERLIN = {"GPSPosition": "52.520080, 13.404950"}


def test_a_position_is_given_in_degrees_and_no_place_is_named():
    said = texts(where_taken(made(EXIF=BERLIN)))
    assert said[0] == place_answers.POSITION(
        position="52.52008° N, 13.40495° E", fields="EXIF GPSLatitude, GPSLongitude"
    )
    assert not any("Berlin" in text for text in said)
    assert said[-2:] == [file_case.FORGEABLE(), place_answers.COMPARE()]


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        (-33.8688, 151.2093, "33.8688° S, 151.2093° E"),
        (40.0, -74.123456789, "40° N, 74.123457° W"),
        (0.0, 10.5, "0° N, 10.5° E"),
    ],
)
def test_degrees_have_their_side_and_six_decimals_at_most(latitude, longitude, words):
    assert degrees(latitude, longitude) == words


def test_height_and_direction_are_told():
    more = {"GPSAltitude": "34.5", "GPSAltitudeRef": "1", "GPSImgDirection": "123.4", "GPSImgDirectionRef": "T"}
    said = texts(where_taken(made(EXIF=BERLIN | more)))
    assert place_answers.BELOW(height=34.5, field="EXIF GPSAltitude") in said
    assert place_answers.FACING(degrees=123.4, north=place_answers.NORTHS["T"]()) in said


def test_zero_is_said_to_be_no_place():
    said = texts(where_taken(made(EXIF={"GPSPosition": "0.000000, 0.000000"})))
    assert said[0] == place_answers.ZERO(fields="EXIF GPSPosition")
    assert said[-1] == place_answers.FIND_OUT()


def test_a_broken_position_is_quoted_as_it_stands():
    said = texts(where_taken(made(EXIF={"GPSLatitude": "0/0 0/0 0/0", "GPSLongitude": "999 0 0"})))
    assert said[0].count("“") == 2 and "“999 0 0”" in said[0]


def test_two_positions_are_each_given():
    said = texts(where_taken(made(EXIF=BERLIN, XMP={"GPSLatitude": "48,51.5N", "GPSLongitude": "2,21E"})))
    assert "52.52008° N" in said[0] and "48.858333° N, 2.35° E" in said[0]


def test_the_same_position_in_xmp_is_no_second_one():
    said = texts(where_taken(made(EXIF=BERLIN, XMP={"GPSLatitude": "52,31.2048N", "GPSLongitude": "13,24.297E"})))
    assert said[0].startswith(place_answers.POSITION(position="52.52008° N, 13.40495° E", fields="")[:60])


def test_names_of_places_are_quoted_from_their_fields():
    shown = field("XMP", "City", "Hamburg", ("Iptc4xmpExt:LocationShown", "[1]", "Iptc4xmpExt:City"))
    said = texts(where_taken(made(shown, IPTC={"city": "Berlin", "country/primary location name": "Germany"})))
    assert said[0] == place_answers.ONLY_NAMES()
    assert place_answers.TOWN(field="IPTC", town=Foreign("Berlin, Germany")) in said
    assert place_answers.SHOWN(town=Foreign("Hamburg")) in said


def test_without_a_place_a_caption_is_a_hint():
    said = texts(where_taken(made(EXIF={"ImageDescription": "At the station in Bern"})))
    assert said[0] == place_answers.NOWHERE()
    assert said[1] == place_answers.CAPTION(caption=Foreign("At the station in Bern"), field="EXIF ImageDescription")


def test_without_anything_it_is_said_and_what_to_do():
    assert texts(where_taken(made())) == [place_answers.NOWHERE(), place_answers.FIND_OUT()]
