/** The commented example, derived from the schema: `kiosk.example.yaml` at the root of the project. */
import { stringify } from 'yaml'
import { describe } from './describe.ts'
import { EACH, type SchemaNode, type SettingEntry, settingEntries } from './schema-node.ts'

const LINE_MAX_CHARACTERS = 100

const HEAD = `# A kiosk's settings. This file is derived from the settings' schema: copy it, then change the copy.
# What begins with '# ' and a name is an option at its default: take the '# ' away to change it.
# What is not commented out has no default: the kiosk does not start without it.
# [restart] marks what takes effect at the next start; everything else at once.
`

const sample: Readonly<Record<string, string>> = {
  'library.name': 'The Library',
  'ils.host': '127.0.0.1',
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

const scalar = (value: unknown): string => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${scalar(inner)}`)
      .join(', ')} }`
  if (Array.isArray(value)) return `[${value.map(scalar).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${scalar(inner)}`)
      .join(', ')} }`
  const plain = typeof value !== 'string' || /^[A-Za-z0-9][\w ./:?=&-]*$/.test(value)
  const defaultStringType = plain ? 'PLAIN' : 'QUOTE_SINGLE'
  return stringify(value, { lineWidth: 0, defaultStringType, singleQuote: true }).trimEnd()
}

/** What stands after the name: the default, else the first example, else a sample. */
function value(entry: SettingEntry): string {
  const { node, path } = entry
  return scalar(node.default ?? node.examples?.[0] ?? sample[path.join('.')] ?? '')
}

/** Under an optional section all is commented out, or the section would be there, and incomplete. */
const inOptionalSection = ([first, second]: readonly string[]): boolean =>
  first === 'drop' ||
  first === 'mqtt' ||
  (first === 'alerts' && second === 'mail') ||
  first === 'staffMode' ||
  (first === 'staff' && second === 'openId') ||
  (second !== undefined && (first === 'devices' || (first === 'ils' && ['tls', 'telnet'].includes(second))))

function section(entry: SettingEntry): string[] {
  const { path, node } = entry
  const indent = '  '.repeat(path.length - 1)
  const said = node.description === undefined ? [] : wrap(node.description, LINE_MAX_CHARACTERS)
  const off = inOptionalSection(path) ? '# ' : ''
  return ['', ...said.map((line) => `${indent}# ${line}`), `${indent}${off}${path.at(-1)}:`]
}

function setting(entry: SettingEntry): string[] {
  const { path, node } = entry
  const indent = '  '.repeat(path.length - 1)
  const said = [node.description ?? '', `${capital(describe(node))}.${node.restart ? ' [restart]' : ''}`]
  const shown = node.default === undefined ? 1 : 0
  const others = (node.examples ?? [])
    .slice(shown)
    .map((other) => `${shown === 1 ? 'Or' : 'Such as'}: ${scalar(other)}`)
  const off = entry.required && !inOptionalSection(path) ? '' : '# '
  const comments = [...said, ...others].flatMap((text) => wrap(text, LINE_MAX_CHARACTERS))
  return [
    '',
    ...comments.map((line) => `${indent}#   ${line}`),
    `${indent}${off}${path.at(-1)}: ${value(entry)}`,
  ]
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const isSection = (node: SchemaNode): boolean => node.properties !== undefined

/** What each of a list holds is told in the docs; here an example of one says it. */
const isInList = ({ path }: SettingEntry): boolean => path.includes(EACH)

export function exampleSettings(): string {
  const lines = [...settingEntries()].flatMap((entry) =>
    isInList(entry) ? [] : isSection(entry.node) ? section(entry) : setting(entry),
  )
  return `${HEAD}${lines.join('\n')}\n`
}
