"""Phrases in scripts that put no space between words: Chinese, Japanese and Thai."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Characters of the shortest and of the longest phrase.
SHORTEST, LONGEST = 2, 4

UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+")
#: Foreign words in Japanese, which are never cut.
_KATAKANA = re.compile(r"[\u30a0-\u30ff]{2,}")
#: Chinese words that name nothing: opinions, degrees, times, and doings in general.
_EMPTY = """
    时候 里面 外面 上面 下面 旁边 非常 特别 比较 十分 相当 有点 一点 稍微 实在 真的 确实 感觉
    觉得 喜欢 知道 认为 希望 发现 看到 看见 听说 推荐 自己 别人 大家 人家 我们 你们 他们 它们
    东西 事情 地方 问题 基本 其实 当然 虽然 但是 不过 可是 然后 而且 因为 所以 如果 或者 还是
    而已 已经 开始 最后 直接 终于 后来 之后 之前 以后 以前 现在 今天 昨天 明天 今年 去年 下次
    上次 这次 每次 第一 第二 一次 几次 一般 一样 一些 一个 一家 这家 那家 这个 那个 这样 那样
    这里 那里 什么 怎么 为什么 哪里 多少 不错 不好 失望 满意 可以 应该 可能 需要 没有 不是
    就是 只是 都是 还有 所有 全部 居然 竟然 果然 总体 整体 总之 反正 估计 大概 差不多 个人
    继续 准备 选择 以为 時候 裡面 覺得 喜歡 這個 這家 沒有 還是 雖然 已經 開始 很多 许多 好多
    由于 样子 各种
"""
#: Chinese characters that belong to grammar, wherever they stand; and all of hiragana, which is to
#: Japanese what they are to Chinese.
_GRAMMAR = (
    "的了是有一不很在我也就都这那还个和们你他她它没太吧吗呢啊哦嘛呀哈着过给被把"
    "让跟与及或但而且因所以如果又再才只能会要可想说来去到得之其每些么"
    "這個們沒還嗎過給讓與說來會"
)
_BETWEEN = re.compile(f"{'|'.join(_EMPTY.split())}|[{_GRAMMAR}\u3040-\u309f]+")


def unspaced_phrases(clause: str) -> Iterator[str]:
    """Yield every run of two to four characters that may name something.

    What stands between words (particles, pronouns, "very", "feel") cuts the text, so that no phrase
    holds it; a foreign word in Japanese is one phrase as it stands.

    Parameters
    ----------
    clause:
        A clause in any script; characters of other scripts are passed over.
    """
    for run in UNSPACED.findall(clause):
        for part in _BETWEEN.split(run):
            yield from _KATAKANA.findall(part)
            for piece in _KATAKANA.split(part):
                for size in range(SHORTEST, LONGEST + 1):
                    for start in range(len(piece) - size + 1):
                        yield piece[start : start + size]
