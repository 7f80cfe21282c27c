/** A report on paper: one page by itself, A4, without a script. Its bars differ in grey as well. */

import type {
  ReportCell,
  ReportChart,
  ReportLanguage,
  ReportSheet,
  ReportTable,
} from '../../contract/report.ts'
import { drawChart } from '../../contract/report-chart.ts'
import { PAGE_STYLE } from './page-style.ts'

const CHART = { width: 680, height: 160 } as const
const BAR = { width: 84, height: 7 } as const

export function reportPage(sheet: ReportSheet, language: ReportLanguage): string {
  const { charts, figures, kiosk, library, made, tables, title } = sheet
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`${library} – ${title}`)}</title><style>${PAGE_STYLE}</style></head>
<body><main>
<header><p class="where">${escaped(library)} · ${escaped(kiosk)}</p><h1>${escaped(title)}</h1><p class="made">${escaped(made)}</p></header>
<dl class="figures">${figures
    .map(
      ({ label, note, value }) =>
        `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>${note === '' ? '' : `<dd class="note">${escaped(note)}</dd>`}</div>`,
    )
    .join('')}</dl>
${charts.map((chart) => figure(chart, language)).join('\n')}
${tables.map(table).join('')}
</main></body></html>
`
}

function figure(chart: ReportChart, language: ReportLanguage): string {
  const { bars, bottom, labels, left, lines, roomy } = drawChart(chart, CHART)
  const number = new Intl.NumberFormat(language)
  const drawn = [
    ...lines.map(
      ({ y, value }) =>
        `<line x1="${left}" y1="${round(y)}" x2="${CHART.width}" y2="${round(y)}"/><text class="value" x="${left - 6}" y="${round(y + 3)}">${number.format(value)}</text>`,
    ),
    ...bars
      .filter(({ value }) => value > 0)
      .map(
        ({ x, y, width, height, series, value }) =>
          `<rect class="s${series}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/>${
            roomy
              ? `<text class="bar" x="${round(x + width / 2)}" y="${round(y - 4)}">${number.format(value)}</text>`
              : ''
          }`,
      ),
    `<line class="axis" x1="${left}" y1="${bottom}" x2="${CHART.width}" y2="${bottom}"/>`,
    ...labels.map(
      ({ x, text }) => `<text class="label" x="${round(x)}" y="${bottom + 16}">${escaped(text)}</text>`,
    ),
  ]
  const legend =
    chart.series.length > 1
      ? `<p class="legend">${chart.series.map((name, index) => `<span><i class="k${index}"></i>${escaped(name)}</span>`).join('')}</p>`
      : ''
  return `<section class="chart"><h2>${escaped(chart.title)}</h2>${legend}
<svg viewBox="0 0 ${CHART.width} ${CHART.height}" role="img" aria-label="${escaped(`${chart.title}. ${chart.summary}`)}">${drawn.join('')}</svg></section>`
}

function table({ columns, empty, id, rows, sum, title }: ReportTable): string {
  const heading = `<h2 id="${id}">${escaped(title)}</h2>`
  if (rows.length === 0)
    return `<section class="${id}">${heading}<p class="empty">${escaped(empty)}</p></section>`
  const align = (index: number) => (columns[index]?.numeric ? ' class="n"' : '')
  const body = rows.map(({ bar, cells }) => {
    const [first = { text: '' }, ...rest] = cells
    const head = `<th scope="row"${align(0)}>${cellText(first)}${bar === null ? '' : strip(bar)}</th>`
    return `<tr>${head}${rest.map((cell, index) => `<td${align(index + 1)}>${cellText(cell)}</td>`).join('')}</tr>`
  })
  const foot =
    sum === null
      ? ''
      : `<tfoot><tr>${sum.map((text, index) => `<td${align(index)}>${escaped(text)}</td>`).join('')}</tr></tfoot>`
  return `<section class="${id}">${heading}<table aria-labelledby="${id}"><thead><tr>${columns
    .map(
      ({ label, part }, index) =>
        `<th scope="col"${align(index)}>${part === undefined ? '' : `<i class="u-${part}"></i>`}${escaped(label)}</th>`,
    )
    .join('')}</tr></thead><tbody>${body.join('')}</tbody>${foot}</table></section>`
}

function cellText({ language, more, text }: ReportCell): string {
  const inside = escaped(text) + (more === undefined ? '' : `<small>${escaped(more)}</small>`)
  return language === undefined ? inside : `<span lang="${language}">${inside}</span>`
}

/** What it shows stands in the row's numbers. */
function strip(parts: readonly { readonly part: string; readonly share: number }[]): string {
  let x = 0
  const rects = parts.map(({ part, share }) => {
    const rect = `<rect class="u-${part}" x="${round(x)}" y="0" width="${round(share * BAR.width)}" height="${BAR.height}"/>`
    x += share * BAR.width
    return rect
  })
  return `<svg class="strip" viewBox="0 0 ${BAR.width} ${BAR.height}" preserveAspectRatio="none" aria-hidden="true">${rects.join('')}</svg>`
}

const round = (value: number): number => Math.round(value * 100) / 100

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
