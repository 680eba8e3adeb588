"""`python -m tests.demo --scale 1.0 --out DIR [--seed 2014]`: write a synthetic content folder."""

import argparse
import math
import sys
import time

from .report import CATEGORIES
from .write import Refused, write


def _scale(text):
    """A positive number."""
    number = float(text)
    if not (number > 0 and math.isfinite(number)):
        raise argparse.ArgumentTypeError("规模须为正数")
    return number


def main(arguments=None):
    """Write the folder and print what was written; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo", description="生成演示内容")
    parser.add_argument("--scale", type=_scale, default=1.0, help="规模，1.0 为 58,660 条")
    parser.add_argument("--out", required=True, help="目标文件夹，须为空或由本程序生成")
    parser.add_argument("--seed", type=int, default=2014, help="随机种子")
    options = parser.parse_args(arguments)
    start = time.monotonic()
    try:
        written = write(options.out, options.scale, options.seed)
    except Refused as reason:
        print(f"拒绝写入：{reason}。", file=sys.stderr)
        return 2
    total = sum(written[name] for name in CATEGORIES)
    parts = "、".join(f"{name} {written[name]}" for name in CATEGORIES)
    print(f"已生成 {total} 条（{parts}），附件 {written['attachments']} 个，"
          f"用时 {time.monotonic() - start:.1f} 秒。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
