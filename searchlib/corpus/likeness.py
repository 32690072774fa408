"""Likeness of a string to Chinese text, the measure for choosing between encodings.

A wrong decoding of Chinese bytes still produces characters, but seldom common ones: reading Big5 as GB18030
turns common characters into rare ones, kana and unassigned code points. So each character has a worth, and the
mean distinguishes text from noise. ASCII has none, since every candidate agrees on it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

# The characters of everyday and official writing, in both scripts: about nine in ten in running text.
_COMMON_SIMPLIFIED = (
    "的一是不了在人有我他这个中大来上国和到地以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想"
    "实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头"
    "文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声"
    "提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感"
    "建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放"
    "强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让"
    "识候带导争运笔秘鲁拜访签署宣布伙伴略联深域贸易投协框架谅备忘录铁港项企构委席双支持尊独土整互赢友"
    "往育技农源矿环境恐府省县例办章节款责罚依照根申请批准登监督检查负组织单财诉讼察判执赔偿损失违限施"
    "修改议标质营销售税收预算融银证券险劳障卫医疗药食输林草房屋城乡划污染防护为级案职按服专商列采供未"
    "况止需置车核令措集除承益料复符围健价效排参励助测转配适容究担严称禁村际评补控装额选游序约付居停网"
    "续广送园团流促优鼓危伤训创户追风移编响超族守订善火债侵退票推近愿步亚济扩举努极稳谈示增维调包台满"
    "充势固密层升积希携挖潜凯坚模型研造灾害急救援消刑犯罪元吊百千亿零〇六七八九半每另仅某诸凡均须"
)
_COMMON_TRADITIONAL = (
    "這個來國說時會對過發後裡種經麼學當沒動還進樣實軍無與長機關業將兩間問應戰頭體見產話東聲員論處義幾"
    "認條氣題爾別變總電數報結務場計資統區隊決馬書聽達強難權設記類據邊張該規萬術領確傳師觀讓識帶導爭運"
    "筆魯訪簽聯貿協諒備錄鐵項構雙獨則贏農環職單訴訟檢執賠償損違標準質營銷稅財銀證險勞衛療藥輸園劃災罰"
    "號為於著從開給縣廳臺灣華債審級選舉額辦須讀寫請許習親歡迎團濟濱極積維護興節鄉鎮獎勵補組織網線絡續"
    "編練紀約純納細終絕繼貨費買賣賽轉輪載輛辯連遠適遺郵醫錯鋼錢鍵鏈門閱陸陽階際隨雖雜離雲頁頂順預願顧"
    "風飛養館驗點黨齊齡專價轄視監稱繳薦擴穩滿勢層廣創響訂傷優佈討談簡課議輔諮詢誌謀謝譽貢貫貼賀賓賴趨"
    "蹟軌較輯辭遙遲釋鑒針鎖閉閒閣闊隸凱啟內參縮寬屬島廠彈彙復徵恆惡態慮憲戶掃採換擇擊擔攝敗敵斷暫曆殺"
    "檔歲歷殘殼況"
)
_COMMON_CANTONESE = "嘅啲嘢咗喺佢嚟唔係冇咁哋"
_COMMON_PUNCTUATION = "　、。，．：；？！“”‘’（）《》〈〉「」『』【】〔〕…—－·‧～％＋／●○■□◆◎★※①②③④⑤⑥⑦⑧⑨⑩"
_COMMON = frozenset(_COMMON_SIMPLIFIED + _COMMON_TRADITIONAL + _COMMON_CANTONESE + _COMMON_PUNCTUATION)

# The worth of one character. Only the order and the rough distances matter.
_WORTH_COMMON = 1.0
_WORTH_ORDINARY = 0.1  # in the first, everyday part of GB 2312 or of Big5
_WORTH_LEARNED = -0.3  # in the second part of either
_WORTH_RARE = -1.0  # any other Han character
_WORTH_FOREIGN = -0.5  # letters and signs that do occur in Chinese text: é, Д, →
_WORTH_STRANGE = -2.0  # private use, unassigned, half-width kana, Hangul, controls


def likeness(text: str) -> float:
    """Return the mean worth of the characters beyond ASCII, from -2 (noise) to 1 (plain Chinese); 0 without
    any.

    >>> likeness("中国和秘鲁发表联合声明。") > 0.9
    True
    >>> likeness("中國和秘魯".encode("big5").decode("gb18030")) < 0
    True
    """
    counts = Counter(text)
    total = sum(count for character, count in counts.items() if _counts(character))
    if total == 0:
        return 0.0
    worth = sum(_worth(character) * count for character, count in counts.items() if _counts(character))
    return worth / total


def strange_share(text: str) -> float:
    """Return the share of characters that nobody writes: private use, unassigned, controls, U+FFFD."""
    if not text:
        return 0.0
    counts = Counter(text)
    strange = sum(n for character, n in counts.items() if _is_strange(character) or character == "\ufffd")
    return strange / len(text)


def _counts(character: str) -> bool:
    """Return whether a character distinguishes encodings: not ASCII, except control characters."""
    return character > "\x7e" or (character < " " and character not in "\t\n\v\f\r\x1a")


def _worth(character: str) -> float:
    if character in _COMMON or "０" <= character <= "ｚ":
        return _WORTH_COMMON
    if "\u4e00" <= character <= "\u9fff":
        return _worth_of_han(character)
    if _is_strange(character):
        return _WORTH_STRANGE
    return _WORTH_FOREIGN


def _worth_of_han(character: str) -> float:
    """Return the worth by the character's place in the two national tables, which both list everyday
    characters first."""
    simplified, traditional = _lead(character, "gb2312"), _lead(character, "big5")
    if 0xB0 <= simplified <= 0xD7 or 0xA4 <= traditional <= 0xC6:
        return _WORTH_ORDINARY
    return _WORTH_LEARNED if simplified or traditional else _WORTH_RARE


def _lead(character: str, encoding: str) -> int:
    """Return the first byte of the character in ``encoding``, 0 if it has none."""
    code = character.encode(encoding, "ignore")
    return code[0] if code else 0


def _is_strange(character: str) -> bool:
    category = unicodedata.category(character)
    if category in {"Co", "Cn", "Cs"} or (category == "Cc" and character not in "\t\n\v\f\r\x1a"):
        return True
    return (
        "\uff61" <= character <= "\uffdc"
        or "\u1100" <= character <= "\u11ff"
        or "\uac00" <= character <= "\ud7ff"
    )
