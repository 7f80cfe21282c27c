/** From a template and what was lent or returned to the lines of a receipt, as wide as the paper. */
import type { ReceiptData } from '../flows/session/receipt-data.ts'
import { OUTCOMES, PROVISIONAL_NOTE } from './built-in.ts'
import type { Template, TextLine } from './template.ts'

export interface ReceiptLine {
  readonly text: string
  readonly align: 'left' | 'center' | 'right'
  readonly bold: boolean
  /** Twice as wide and high: half as many characters on a line. */
  readonly big: boolean
  readonly rule: boolean
}

export interface RenderOptions {
  readonly library: string
  readonly kiosk: string
  readonly at: Date
  /** Characters on a line of the normal font. */
  readonly columns: number
}

/** A title takes two lines at most. */
const TITLE_LINES_MAX = 2
const NUMBER_SHOWN_CHARACTERS = 4

export function renderReceipt(
  template: Template,
  data: ReceiptData,
  options: RenderOptions,
): readonly ReceiptLine[] {
  const { library, kiosk, at, columns } = options
  const common = {
    library,
    kiosk,
    date: new Intl.DateTimeFormat(data.language, { dateStyle: 'medium' }).format(at),
    time: new Intl.DateTimeFormat(data.language, { timeStyle: 'short' }).format(at),
    count: String(data.items.length),
  }
  const text = (line: TextLine, values: Readonly<Record<string, string>>) => textLines(line, values, columns)
  const promise = data.items.some((item) => item.provisional)
    ? [PROVISIONAL_NOTE[data.visit][data.language] ?? PROVISIONAL_NOTE[data.visit].en ?? '']
    : []
  const notes = [...promise, ...data.printLines]
  // A patron must know what is not certain yet, also where the library's own template has no place for notes.
  const whole = template.some((line) => line.kind === 'notes')
    ? template
    : [...template, ...promise.map(plain)]
  return whole.flatMap((line): readonly ReceiptLine[] => {
    if (line.kind === 'rule')
      return [{ text: '-'.repeat(columns), align: 'left', bold: false, big: false, rule: true }]
    if (line.kind === 'notes') return notes.flatMap((note) => text(plain(note), {}))
    if (line.kind === 'text') return text(line, common)
    return data.items.flatMap(({ title, itemId, due, provisional, again }) => {
      const mark = provisional ? PROVISIONAL_MARK : ''
      const number = `…${itemId.slice(-NUMBER_SHOWN_CHARACTERS)}`
      const values = {
        ...common,
        title: shortened(title ?? number, columns),
        due: dueText(due, data.language) + mark,
        outcome: outcomeText(again, data.language) + mark,
        number,
      }
      return line.lines.flatMap((inner) => text(inner, values))
    })
  })
}

/** After what was lent or returned while the library system was away. */
const PROVISIONAL_MARK = ' *'

const plain = (text: string): TextLine => ({ ...PLAIN, parts: [text] })
const PLAIN: Omit<TextLine, 'parts'> = { kind: 'text', align: 'left', bold: false, big: false }

function textLines(
  { parts, align, bold, big }: TextLine,
  values: Readonly<Record<string, string>>,
  columns: number,
): readonly ReceiptLine[] {
  const whole = parts
    .map((part) => (typeof part === 'string' ? part : (values[part.placeholder] ?? '')))
    .join('')
  return wrap(whole, big ? Math.floor(columns / 2) : columns).map((text) => ({
    text,
    align,
    bold,
    big,
    rule: false,
  }))
}

/** At words where possible. An empty text is an empty line. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let rest = [...text]
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns)
    const at = space > 0 ? space : columns
    lines.push(rest.slice(0, at).join('').trimEnd())
    rest = rest.slice(space > 0 ? at + 1 : at)
  }
  return [...lines, rest.join('')]
}

function shortened(title: string, columns: number): string {
  const lines = wrap(title, columns)
  if (lines.length <= TITLE_LINES_MAX) return title
  const [first = '', second = ''] = lines
  return `${first} ${[...second].slice(0, columns - 1).join('')}…`
}

/** A date as people write it; what is no date stays as the library system wrote it. */
function dueText(due: string | null, language: string): string {
  const match = due === null ? null : /^(\d{4})-(\d{2})-(\d{2})/.exec(due)
  if (match === null) return due ?? '–'
  const [year, month, day] = match.slice(1).map(Number)
  return new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(new Date(year ?? 0, (month ?? 1) - 1, day))
}

function outcomeText(again: boolean, language: string): string {
  const words = OUTCOMES[language] ?? OUTCOMES.en
  return (again ? words?.again : words?.returned) ?? ''
}
