/** docs/settings.md from the settings' schema. */
import { describe } from '../../device-agent/src/config/describe.ts'
import { EACH, type SettingEntry, settingEntries } from '../../device-agent/src/config/schema-node.ts'
import { cell } from './markdown.ts'

const HEAD = `# Settings

Derived from the settings' schema (\`device-agent/src/config/settings.ts\`); do not edit by hand.

One YAML file holds a kiosk's settings. [\`kiosk.example.yaml\`](../kiosk.example.yaml) is the same list as a file to
copy. A wrong file is refused with the line and the reason, and what was in force stays in force. A changed file is
taken without a restart, except for the settings marked so.
`

const isSection = (entry: SettingEntry): boolean => entry.node.properties !== undefined

function section({ path, node }: SettingEntry): string {
  const said = node.description === undefined ? '' : `\n${node.description}\n`
  return `\n## \`${named(path)}\`\n${said}`
}

/** 'gates[]' for each of a list. */
const named = (path: readonly string[]): string => path.join('.').replaceAll(`.${EACH}`, EACH) || 'at the top'

const TABLE = '\n| Setting | What it is | May be | Default | At next start |\n| --- | --- | --- | --- | --- |'

function line({ path, node, required }: SettingEntry): string {
  const standard =
    node.default === undefined
      ? required
        ? '**required**'
        : '(none)'
      : `\`${JSON.stringify(node.default)}\``
  const secret = node.secret ? ' Never shown or logged.' : ''
  const cells = [`\`${path.at(-1)}\``, `${node.description ?? ''}${secret}`, describe(node), standard]
  return `| ${[...cells.map(cell), node.restart ? 'yes' : ''].join(' | ')} |`
}

/** One table for each section and for each of a list, in the order of the schema. */
export function settingsDoc(): string {
  const tables = new Map<string, string[]>()
  const tableOf = (path: readonly string[], heading: () => string): string[] => {
    const key = path.join('.')
    const known = tables.get(key)
    if (known !== undefined) return known
    const fresh = [heading()]
    tables.set(key, fresh)
    return fresh
  }
  for (const entry of settingEntries()) {
    if (isSection(entry)) tableOf(entry.path, () => section(entry))
    else {
      const around = entry.path.slice(0, -1)
      const table = tableOf(around, () => `\n## \`${named(around)}\`\n`)
      if (table.length === 1) table.push(TABLE)
      table.push(line(entry))
    }
  }
  const text = [HEAD, ...[...tables.values()].flat()].join('\n')
  return `${text.replaceAll(/\n{3,}/g, '\n\n').trimEnd()}\n`
}
