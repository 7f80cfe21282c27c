/** Where the bars of a chart are, in the unit of `size`: the page and the paper draw the same. */
import type { ReportChart } from './report.ts'

export interface DrawnChart {
  readonly bars: readonly {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
    readonly series: number
    readonly value: number
    readonly name: string
  }[]
  readonly lines: readonly { readonly y: number; readonly value: number }[]
  readonly labels: readonly { readonly x: number; readonly text: string }[]
  /** The left end of the lines and the bottom of the bars. */
  readonly left: number
  readonly bottom: number
  /** There is room for a number above each bar. */
  readonly roomy: boolean
}

const LEFT_MIN = 38
const TOP = 18
const BELOW = 24
/** Part of a group's width that its bars take. */
const FILLED = 0.72
const BAR_MAX = 26
const DIGIT_WIDTH = 7
/** Between the numbers of the lines and the edges beside them. */
const LEFT_SPACE = 12
const LABEL_WIDTH = 28
const LINES_MAX = 4

export function drawChart(
  { groups, series }: Pick<ReportChart, 'groups' | 'series'>,
  size: { readonly width: number; readonly height: number },
): DrawnChart {
  const most = Math.max(1, ...groups.flatMap(({ values }) => values))
  const step = stepFor(most)
  const top = Math.ceil(most / step) * step
  const left = Math.max(LEFT_MIN, top.toLocaleString('en').length * DIGIT_WIDTH + LEFT_SPACE)
  const bottom = size.height - BELOW
  const yOf = (value: number) => bottom - (value / top) * (bottom - TOP)
  const groupWidth = (size.width - left) / Math.max(1, groups.length)
  const width = Math.min(BAR_MAX, (groupWidth * FILLED) / Math.max(1, series.length))
  const bars = groups.flatMap(({ name, values }, index) =>
    values.map((value, one) => {
      const x = left + (index + 0.5) * groupWidth + (one - values.length / 2) * width
      const y = yOf(value)
      return { x, y, width: width * 0.92, height: bottom - y, series: one, value, name }
    }),
  )
  const every = Math.ceil(LABEL_WIDTH / Math.max(1, groupWidth))
  return {
    bars,
    lines: Array.from({ length: top / step + 1 }, (_, index) => ({
      y: yOf(index * step),
      value: index * step,
    })),
    labels: groups.flatMap(({ label }, index) =>
      index % every === 0 ? [{ x: left + (index + 0.5) * groupWidth, text: label }] : [],
    ),
    left,
    bottom,
    roomy: (groupWidth * FILLED) / Math.max(1, series.length) >= String(most).length * DIGIT_WIDTH,
  }
}

/** 1, 2, 5, 10, 20, 50 … so that there are few lines. */
function stepFor(most: number): number {
  for (let power = 1; ; power *= 10)
    for (const step of [power, 2 * power, 5 * power]) if (most / step <= LINES_MAX) return step
}
