/**
 * Receipt templates: plain text, a line for a line. A line may begin with directives (`@center`, `@right`, `@bold`, `@big`),
 * holds placeholders in braces, and `---` is a rule. `@items` … `@end` is repeated for every item; `@notes` stands for
 * what the library system wants printed. docs/receipts.md shows an example.
 */
import type { Visit } from '../contract/view.ts'

/** Of each item: what a receipt of loans, and what one of returns can say. */
export const ITEM_PLACEHOLDERS = {
  borrow: ['title', 'due', 'number'],
  return: ['title', 'outcome', 'number'],
} as const satisfies Record<Visit, readonly string[]>
export const PLACEHOLDERS = ['library', 'kiosk', 'date', 'time', 'count'] as const
type Placeholder = (typeof ITEM_PLACEHOLDERS)[Visit][number] | (typeof PLACEHOLDERS)[number]

export interface TextLine {
  readonly kind: 'text'
  readonly align: 'left' | 'center' | 'right'
  readonly bold: boolean
  readonly big: boolean
  readonly parts: readonly (string | { readonly placeholder: Placeholder })[]
}
export type TemplateLine =
  | TextLine
  | { readonly kind: 'rule' }
  | { readonly kind: 'notes' }
  | { readonly kind: 'items'; readonly lines: readonly TextLine[] }
export type Template = readonly TemplateLine[]

export type TemplateResult =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly line: number; readonly reason: string }

/** Longest template, in lines. */
export const TEMPLATE_MAX_LINES = 200

class TemplateError extends Error {}

/** Says line and reason of the first mistake. */
export function parseTemplate(text: string, visit: Visit): TemplateResult {
  const lines = text.replace(/\n$/, '').split(/\r?\n/)
  const template: TemplateLine[] = []
  let items: TextLine[] | null = null
  let number = 0
  try {
    if (lines.length > TEMPLATE_MAX_LINES)
      throw new TemplateError(`a template has ${TEMPLATE_MAX_LINES} lines at most`)
    for (const line of lines) {
      number++
      const word = line.trim()
      if (word === '@items') {
        if (items !== null) throw new TemplateError('@items inside @items')
        items = []
      } else if (word === '@end') {
        if (items === null) throw new TemplateError('@end without @items')
        template.push({ kind: 'items', lines: items })
        items = null
      } else if (items !== null) items.push(textLine(line, ITEM_PLACEHOLDERS[visit]))
      else if (word === '---') template.push({ kind: 'rule' })
      else if (word === '@notes') template.push({ kind: 'notes' })
      else template.push(textLine(line, []))
    }
    if (items !== null) throw new TemplateError('@items without @end')
    return { ok: true, template }
  } catch (error) {
    if (error instanceof TemplateError) return { ok: false, line: number, reason: error.message }
    throw error
  }
}

function textLine(line: string, ofItem: readonly Placeholder[]): TextLine {
  let rest = line
  let align: TextLine['align'] = 'left'
  let bold = false
  let big = false
  for (let match = /^@(\w+) ?/.exec(rest); match !== null; match = /^@(\w+) ?/.exec(rest)) {
    const [whole, directive] = match
    if (directive === 'center' || directive === 'right') align = directive
    else if (directive === 'bold') bold = true
    else if (directive === 'big') big = true
    else throw new TemplateError(`there is no @${directive}`)
    rest = rest.slice(whole.length)
  }
  const parts = rest.split(/(\{[^}]*\})/).filter((part) => part !== '')
  return { kind: 'text', align, bold, big, parts: parts.map((part) => placeholder(part, ofItem)) }
}

function placeholder(part: string, ofItem: readonly Placeholder[]): TextLine['parts'][number] {
  if (!part.startsWith('{')) return part
  const name = part.slice(1, -1)
  const known: readonly Placeholder[] = [...ofItem, ...PLACEHOLDERS]
  const found = known.find((candidate) => candidate === name)
  if (found === undefined)
    throw new TemplateError(
      `there is no {${name}} here; there are ${known.map((word) => `{${word}}`).join(' ')}`,
    )
  return { placeholder: found }
}
