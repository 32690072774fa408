"""A dictionary looked up on disk cuts as jieba and rjieba cut, and says when it is not whole."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.errors import IndexDamaged, SearchlibError
from searchlib.projects import Registry
from searchlib.text.cutter import DictionaryCutter, is_cuttable
from searchlib.text.dictionary import DICTIONARY_MAGIC, Dictionary
from searchlib.text.dictionary_writer import compiled
from searchlib.text.tokenizer import JiebaCutter, RjiebaCutter, Tokenizer

WORDS = (
    *(("两洋铁路", 1000), ("钱凯港", 1000), ("中吉乌铁路", 1000), ("一带一路", 1000), ("C919", 1000)),
    # Words that jieba has already, made rarer and commoner; a rare character; one with Latin letters.
    *(("的", 3), ("合作", 1), ("关系", 200_000), ("𠮷尔", 1000), ("T恤衫", 50)),
    # Words that no cut can give: they count, and nothing else.
    *(("索隆拜·热恩别科夫", 1000), ("two words", 1000), ("行\n尾", 1000)),
)
SENTENCES = (
    "双方重申遵守2014年11月签署的谅解备忘录中关于秘鲁、巴西两洋铁路三方工作组的职责规定。",
    "第一百零五条　当事人应当按照约定全面履行义务；C919大型客机、5G、vivo手机、T恤衫、AT&T、c#。",
    "𠀀𠀁结合成分子时\n\t  ＡＰＥＣ？！\r\n\r\r\n索隆拜·热恩别科夫 two words 行\n尾",
    "我们在野生动物园玩，研究生命的起源，中华人民共和国国务院总理李克强调研上海合作组织框架内的合作关系",
    "a_b.c%+#&-d 1.5% 2009-2013 㐀㐁 鿖鿯a 豈b \U00020bb7尔吉斯斯坦 x\U0002f800y 1号店 卡拉OK B超 γ射线",
    "蔡元培說：學者當有研究問題之興趣，尤當養成學問家之人格",
    "",
    "一",
)
PIECES = st.sampled_from(
    [
        *"中华人民共和国的一是在不了有合同法律铁路研究生命起源第百零五条年月日两洋𠮷尔㐀豈",
        *"aZ09+#&._%- \n\r\t，。·？\ufffd\x1c\x85\xa0\u3000１Ａé",
        *("两洋铁路", "中华人民共和国", "C919", "T恤衫", "\r\n", "卡拉OK", "合作关系", "尔吉斯斯坦"),
    ]
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary with words of our own, written."""
    written = tmp_path_factory.mktemp("dictionary") / "words.dict"
    written.write_bytes(compiled(WORDS))
    return written


@pytest.fixture(scope="module")
def dictionary(path: Path) -> Iterator[Dictionary]:
    """The same, open."""
    with Dictionary(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def cutter(dictionary: Dictionary) -> DictionaryCutter:
    """The cutter under test."""
    return DictionaryCutter(dictionary)


@pytest.fixture(scope="module")
def rjieba() -> RjiebaCutter:
    """What cuts the texts of an index."""
    return RjiebaCutter(WORDS)


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_are_cut_as_rjieba_cuts_them(
    cutter: DictionaryCutter, rjieba: RjiebaCutter, text: str
) -> None:
    """Both ways of cutting, with words added and replaced."""
    assert rjieba.cut(text) == cutter.cut(text)
    assert rjieba.cut_for_search(text) == cutter.cut_for_search(text)


def test_sentences_are_cut_as_jieba_cuts_them(tmp_path: Path) -> None:
    """The reference agrees wherever its class of characters reaches."""
    words = tuple(entry for entry in WORDS if entry[0] != "𠮷尔")
    (tmp_path / "words.dict").write_bytes(compiled(words))
    reference = JiebaCutter(words)
    with Dictionary(tmp_path / "words.dict") as dictionary:
        cutter = DictionaryCutter(dictionary)

        assert [reference.cut(text) for text in SENTENCES] == [cutter.cut(text) for text in SENTENCES]
        assert [reference.cut_for_search(text) for text in SENTENCES] == [
            cutter.cut_for_search(text) for text in SENTENCES
        ]


@given(st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=60).map("".join))
def test_any_text_is_cut_as_rjieba_cuts_it(cutter: DictionaryCutter, rjieba: RjiebaCutter, text: str) -> None:
    """No text, however odd, tells the two apart."""
    assert rjieba.cut(text) == cutter.cut(text)
    assert rjieba.cut_for_search(text) == cutter.cut_for_search(text)


def test_real_texts_are_cut_as_rjieba_cuts_them(shared: Path, tmp_path: Path) -> None:
    """A million characters of laws in both scripts, with the names of the projects."""
    files = [
        *sorted((shared / "corpora/laws_cn").rglob("*.md"))[::40],
        *sorted((shared / "seeds").rglob("*.md")),
    ]
    files += sorted((shared / "corpora/laws_tw").glob("*.md"))[::20]
    compiled_cutter = Tokenizer(Registry.load().words())
    compiled_cutter.write_dictionary(tmp_path / "words.dict")
    compared = 0
    with Dictionary(tmp_path / "words.dict") as dictionary:
        mapped = Tokenizer(dictionary)
        for file in files:
            text = file.read_text(encoding="utf-8", errors="replace")
            compared += len(text)
            assert compiled_cutter.cut_for_search(text) == mapped.cut_for_search(text), file.name

    assert compared > 500_000


def test_every_kind_of_word_is_looked_up(dictionary: Dictionary) -> None:
    """Words, beginnings of words, and what is neither; the first and the last line of the file."""
    lines = compiled(WORDS).decode().splitlines()[1:]
    words = [line.split(" ") for line in (lines[0], lines[1], lines[len(lines) // 2], lines[-1])]

    assert [int(frequency) for _, frequency in words] == [dictionary.frequency(word) for word, _ in words]
    assert [dictionary.frequency(word) for word in ("两洋铁路", "两洋铁", "两洋路", "的", "关系")] == [
        *(1000, 0, None, 3, 200_000)
    ]
    assert [dictionary.frequency(word) for word in ("!", "\U0010ffff", "two words", "索隆拜·热恩别科夫")] == [
        None
    ] * 4


def test_lines_are_sorted_and_counted() -> None:
    """Looking up relies on the order of the lines; the header says what follows."""
    header, *lines = compiled(WORDS).splitlines()
    words = [line.partition(b" ")[0] for line in lines]

    assert sorted(set(words)) == words
    assert header.decode().split()[0] == DICTIONARY_MAGIC
    assert int(header.split()[4]) == sum(len(line) + 1 for line in lines)


def test_the_same_words_give_the_same_bytes() -> None:
    """A dictionary is reproducible, and other words give another one."""
    again = compiled.__wrapped__(WORDS)

    assert again == compiled(WORDS) != compiled.__wrapped__(WORDS[1:])


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("两洋铁路", True),
        ("C919", True),
        ("𠮷尔", True),
        ("a b", False),
        ("索隆拜·", False),
        ("\n", False),
        ("", False),
    ],
)
def test_what_can_be_a_word(word: str, expected: bool) -> None:
    """Blanks and signs stand alone whatever a dictionary says."""
    assert expected == is_cuttable(word)


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:10],
        lambda whole: whole[:-1],
        lambda whole: whole + b"x 1\n",
        lambda whole: b"another" + whole,
        lambda whole: whole.replace(b"-1 ", b"-2 ", 1),
        lambda whole: whole[whole.index(b"\n") + 1 :],
        lambda whole: b"\x00" * len(whole),
        lambda whole: f"{DICTIONARY_MAGIC} a b 0 4\nx 1\n".encode(),
        lambda whole: f"{DICTIONARY_MAGIC} a b -5 4\nx 1\n".encode(),
        lambda whole: b"\xff\n",
    ],
)
def test_what_is_no_whole_dictionary_is_refused(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """The error names the file and the remedy."""
    damaged = tmp_path / "words.dict"
    damaged.write_bytes(damage(compiled(WORDS)))

    with pytest.raises(IndexDamaged, match=r"words\.dict.*searchlib\.build"):
        Dictionary(damaged)


def test_a_missing_dictionary_is_damage(tmp_path: Path) -> None:
    """An index without its dictionary cannot be asked."""
    with pytest.raises(IndexDamaged, match="missing"):
        Dictionary(tmp_path / "words.dict")


def test_a_line_without_a_number_is_damage(tmp_path: Path) -> None:
    """What was changed inside is told when it is met."""
    (tmp_path / "words.dict").write_bytes(f"{DICTIONARY_MAGIC} a b 9 12\n合同 abcd\n".encode())

    with Dictionary(tmp_path / "words.dict") as dictionary, pytest.raises(IndexDamaged, match="合同"):
        dictionary.frequency("合同")


def test_a_closed_dictionary_says_so(path: Path) -> None:
    """Using an index after closing it is an error of the caller's."""
    dictionary = Dictionary(path)
    dictionary.close()

    with pytest.raises(ValueError, match="closed"):
        dictionary.frequency("合同")


def test_threads_share_a_dictionary(dictionary: Dictionary) -> None:
    """Looking up keeps no place in the file."""
    text = "".join(SENTENCES)
    expected = DictionaryCutter(dictionary).cut_for_search(text)
    cut: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: cut.append(DictionaryCutter(dictionary).cut_for_search(text)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [expected] * 8 == cut


def test_libraries_that_do_not_go_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build stops rather than cut queries otherwise than texts."""
    tokenizer = Tokenizer()
    other = RjiebaCutter((("合成分", 100_000), ("一百零", 100_000)))
    monkeypatch.setattr(tokenizer, "_cutter", other)

    with pytest.raises(SearchlibError, match="install jieba"):
        tokenizer.write_dictionary(tmp_path / "words.dict")


def test_a_written_dictionary_has_the_same_fingerprint(tmp_path: Path) -> None:
    """An index and the build that made it agree, and other words have another fingerprint."""
    written = []
    for words in ((), ("钱凯港口岸",)):
        tokenizer = Tokenizer(words)
        tokenizer.write_dictionary(tmp_path / "words.dict")
        with Dictionary(tmp_path / "words.dict") as dictionary:
            assert tokenizer.fingerprint() == Tokenizer(dictionary).fingerprint()
        written.append(tokenizer.fingerprint())

    assert written[0] != written[1]
