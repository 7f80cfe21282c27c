import { describe, expect, it } from 'vitest'
import { drawChart } from './report-chart.ts'

const SIZE = { width: 680, height: 200 }
const chart = (values: readonly (readonly number[])[], series = ['a', 'b']) => ({
  series,
  groups: values.map((one, index) => ({ label: String(index + 1), name: '', values: one })),
})

describe('the bars of a chart', () => {
  it('stand on the axis, side by side, each as high as its value', () => {
    const { bars, bottom, lines } = drawChart(chart([[10, 5]]), SIZE)
    const [high, low] = bars
    if (high === undefined || low === undefined) throw new Error('no bars')
    expect(high.y + high.height).toBeCloseTo(bottom)
    expect(low.height).toBeCloseTo(high.height / 2)
    expect(low.x).toBeGreaterThanOrEqual(high.x + high.width)
    expect(lines.map(({ value }) => value)).toEqual([0, 5, 10])
  })

  it('stay within the picture, and the lines are few and round, whatever is counted', () => {
    for (const most of [0, 1, 7, 99, 1_234, 98_765]) {
      const { bars, lines } = drawChart(chart(Array.from({ length: 31 }, () => [most, 0])), SIZE)
      expect(lines.length, String(most)).toBeLessThanOrEqual(6)
      for (const { value } of lines) expect(Number.isInteger(value)).toBe(true)
      for (const { x, y, width } of bars) {
        expect(y).toBeGreaterThanOrEqual(0)
        expect(x + width).toBeLessThanOrEqual(SIZE.width)
      }
    }
  })

  it('have numbers where there is room, and labels that do not run into each other', () => {
    const days = chart(Array.from({ length: 31 }, () => [811, 2]))
    expect(drawChart(chart([[811, 2]]), SIZE).roomy).toBe(true)
    expect(drawChart(days, SIZE).roomy).toBe(false)
    const { labels } = drawChart(days, { width: 320, height: 200 })
    const gaps = labels.slice(1).map(({ x }, index) => x - (labels[index]?.x ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThan(20)
  })
})
