"""Clips are recognised, counted, sampled and decoded; what is wrong with one is told in a line."""

import numpy as np
import pytest
from telltale.agent.video import clip_formats, clip_frames, clip_packets
from telltale.agent.video.clip_packets import ClipError, Track

from tests.agent.video.made_clips import clip, picture
from tests.conftest import encode


def read(data, wanted=4):
    kind = clip_formats.recognise(data[:4096])
    with clip_packets.opened(data, kind) as container:
        track, sound = clip_packets.tracks(container)
    clip_frames.load(track)
    return track, sound, clip_frames.decode(lambda: clip_packets.opened(data, kind), track, wanted)


@pytest.fixture(scope="module")
def plain():
    return clip(12, sound=1.5)


@pytest.mark.parametrize(
    ("kind", "codec", "name"),
    [("mp4", "mpeg4", "MP4"), ("mov", "mpeg4", "QuickTime"), ("webm", "libvpx", "WebM"), ("avi", "mpeg4", "AVI"),
     ("matroska", "mpeg4", "Matroska"), ("mpegts", "mpeg4", "MPEG-TS")],
)  # fmt: skip
def test_each_kind_of_container_is_recognised_and_decoded(kind, codec, name):
    data = clip(8, kind=kind, codec=codec)
    assert clip_formats.recognise(data[:4096]).name == name
    track, _, found = read(data, 2)
    assert len(track.times) == len(found.times) == 8 and not found.damaged
    shown = found.whole[0].astype(int)
    assert np.abs(shown - picture(found.numbers[0])).mean() < 12  # it is that frame, but for the compression


def test_pictures_playlists_and_texts_are_no_clips(astronaut):
    assert clip_formats.is_still(encode(astronaut.resize((64, 64)), "JPEG"))
    for data in (b"#EXTM3U\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n", b"plain text" * 99):
        assert clip_formats.recognise(data) is None and not clip_formats.is_still(data)
    assert clip_formats.recognise(b"\0\0\0\x18ftypavif" + bytes(99)) is None


def test_frames_are_sampled_in_the_middles_of_equal_parts(plain):
    track, sound, found = read(plain, 4)
    assert found.numbers == [1, 4, 7, 10] and len(found.whole) == 4  # of 12 frames: (n + ½) · 3
    assert track.step == pytest.approx(0.1) and not track.uneven
    assert (sound[0].codec, sound[0].sample_rate, sound[0].last) == ("aac", 8000, pytest.approx(1.5))
    assert found.small[0].shape == found.crops[0].shape == (96, 96)
    assert read(plain, 64)[2].numbers == list(range(12))


def test_uneven_steps_are_noticed():
    assert read(clip(12, times=[0, 1, 2, 5, 6, 9, 10, 14, 15, 16, 22, 23]))[0].uneven
    assert clip_packets.steps([0, 0.1, 0.2, 0.3]) == (pytest.approx(0.1), False)
    assert clip_packets.steps([0.0]) == (0.0, False)


def test_frames_that_no_player_shows_are_counted_and_not_sampled():
    track, _, found = read(clip(12, before=4))
    assert track.hidden == 4 and len(track.times) == len(found.times) == 8


def test_a_clip_that_was_cut_off_gives_what_is_left():
    whole = clip(40, kind="matroska")
    track, _, found = read(whole[: len(whole) * 6 // 10], 4)
    assert 10 < len(track.times) < 40 and len(found.times) >= len(track.times) - 1


@pytest.mark.parametrize(
    ("data", "said"),
    [(clip(2)[:400], "too damaged"), (clip(pictures=False, sound=0.5), "no video track (only sound)")],
)
def test_what_cannot_be_read_is_told_in_a_line(data, said):
    with pytest.raises(ClipError, match=said.replace("(", r"\(").replace(")", r"\)")) as told:
        read(data)
    assert "\n" not in str(told.value) and ";" in str(told.value)


def track_of(frames, side=(1920, 1080), keys=()):
    times = tuple(n / 25 for n in range(frames))
    return Track(0, times, keys or times[::250], 0.04, False, "h264", None, *side)


def test_large_and_long_clips_are_bounded():
    with pytest.raises(ClipError, match="36 megapixels"):
        clip_frames.load(track_of(10, (8000, 6000)))
    assert clip_frames.is_whole(track_of(500)) and not clip_frames.is_whole(track_of(5_000))
    assert clip_frames.load(track_of(100_000)) == clip_frames.MOST_PIXELS
    assert clip_frames.sampled(track_of(500, (7680, 4320)), 12) == 2  # 256 MB hold two frames of 99.5 MB
    assert clip_frames.sampled(track_of(5), 12) == 5


def test_of_a_long_clip_the_key_frames_nearest_to_the_middles_are_taken():
    long = track_of(10_000)  # 400 s, a key frame every 10 s
    assert clip_frames.chosen_keys(long, 4) == [50.0, 150.0, 250.0, 350.0]
    assert clip_frames.chosen_keys(track_of(10_000, keys=(0.0,)), 4) == [0.0]


def test_stretches_of_a_long_clip_begin_at_key_frames(monkeypatch):
    monkeypatch.setattr(clip_frames, "MOST_FRAMES", 30)
    monkeypatch.setattr(clip_frames, "STRETCH", 5)
    track, _, found = read(clip(60), 3)
    assert len(track.times) == 60 and found.starts == [0, 5, 10] == found.numbers
    assert [round(found.times[n], 1) for n in found.starts] == [1.2, 3.0, 4.8]  # key frames are 0.6 s apart
