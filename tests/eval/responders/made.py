from telltale.eval.items import Item


def ask(number, path, kind="judgement", **more):
    question = more.pop("question", f"Question number {number}, is this picture made by AI? Answer yes or no.")
    return Item(
        id=str(number), kind=kind, media=path if isinstance(path, tuple) else (str(path),), question=question, **more
    )
