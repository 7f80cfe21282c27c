/** docs/settings.md from the settings' schema. */
import { describe } from '../../device-agent/src/config/describe.ts'
import { type SettingEntry, settingEntries } from '../../device-agent/src/config/schema-node.ts'
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
  return `\n## \`${path.join('.')}\`\n${said}`
}

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

export function settingsDoc(): string {
  const parts = [HEAD]
  let tableOf = ''
  for (const entry of settingEntries()) {
    const around = entry.path.slice(0, -1).join('.')
    if (isSection(entry)) parts.push(section(entry))
    else {
      if (around !== tableOf) parts.push(TABLE)
      tableOf = around
      parts.push(line(entry))
    }
  }
  return `${parts
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
}
