/**
 * Reads the text format 0.0.4 as Prometheus does (prometheus.io, "Exposition formats", "Text-based format"); throws Error
 * with the line for what is none.
 */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface ReadFamily {
  readonly name: string
  readonly type: string
  readonly help: string
  readonly samples: readonly Sample[]
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/y
const ESCAPES: Readonly<Record<string, string>> = { '\\"': '"', '\\\\': '\\', '\\n': '\n' }

export function readExposition(text: string): ReadFamily[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const families: { name: string; type: string; help: string; samples: Sample[] }[] = []
  for (const line of text.slice(0, -1).split('\n')) {
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? []
    const last = families.at(-1)
    if (keyword === 'HELP') {
      if (!NAME.test(name) || families.some((one) => one.name === name))
        throw new Error(`twice or no name: ${line}`)
      families.push({ name, type: '', help: rest, samples: [] })
    } else if (keyword === 'TYPE') {
      if (last?.name !== name || last.type !== '' || !['counter', 'gauge', 'histogram'].includes(rest))
        throw new Error(`not where it belongs: ${line}`)
      last.type = rest
    } else {
      const sample = readSample(line)
      if (last === undefined || !belongs(sample.name, last)) throw new Error(`of no family: ${line}`)
      const twice = (one: Sample) =>
        JSON.stringify([one.name, one.labels]) === JSON.stringify([sample.name, sample.labels])
      if (last.samples.some(twice)) throw new Error(`twice: ${line}`)
      last.samples.push(sample)
    }
  }
  return families
}

const belongs = (
  sample: string,
  { name, type }: { readonly name: string; readonly type: string },
): boolean =>
  type === 'histogram' ? ['_bucket', '_sum', '_count'].some((end) => sample === name + end) : sample === name

function readSample(line: string): Sample {
  const [, name, labels = '', value = ''] = SAMPLE.exec(line) ?? []
  if (name === undefined) throw new Error(`no sample: ${line}`)
  const read: Record<string, string> = {}
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < labels.length) {
    const [, label, words] = LABEL.exec(labels) ?? []
    if (label === undefined || words === undefined) throw new Error(`no labels: ${line}`)
    read[label] = words.replaceAll(/\\["\\n]/g, (two) => ESCAPES[two] ?? two)
  }
  return { name, labels: read, value: readValue(value, line) }
}

function readValue(text: string, line: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY
  if (text === '-Inf') return Number.NEGATIVE_INFINITY
  if (text === 'NaN') return Number.NaN
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new Error(`no value: ${line}`)
  return Number(text)
}
