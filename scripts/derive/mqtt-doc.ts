/** docs/mqtt.md from the table of topics. */
import { TOPICS } from '../../device-agent/src/monitoring/mqtt/topics.ts'
import { cell } from './markdown.ts'

const HEAD = `# MQTT

Derived from the table of topics (\`device-agent/src/monitoring/mqtt/topics.ts\`); do not edit by hand.

The kiosk speaks MQTT 3.1.1, with QoS 1, below \`{base}/{site}/{kiosk}/\`: \`lectern/main/kiosk-1/…\`. The settings are under
[\`mqtt\`](settings.md). No patron is ever in it; \`mqtt.titles: false\` keeps items' numbers and titles out, too.

- **State is retained**: whoever comes later knows it. **What happened is not**: nobody hears it twice for new.
- \`availability\` is the last will: the broker says \`offline\` where the kiosk no longer can.
- Every payload begins with the same four. A message that was lost with its connection is sent again with the same \`seq\`:
  the same \`boot_id\` and \`seq\` are the same message. A will is older than anything told: its \`seq\` is 0, and one whose
  \`boot_id\` is not that of the newest \`online\` is of a former start.
- Up to 1,000 events wait for a broker that is away, in memory: a kiosk that loses its power then loses them.

The broker should let a kiosk publish below its own \`{base}/{site}/{kiosk}/\` and nowhere else; it subscribes to nothing.
`

/** The part of JSON Schema the payloads use. */
interface Node {
  readonly type?: string
  readonly const?: unknown
  readonly description?: string
  readonly anyOf?: readonly Node[]
  readonly properties?: Readonly<Record<string, Node>>
}

const kindOf = (node: Node): string => {
  if (node.anyOf !== undefined) return node.anyOf.map(kindOf).join(' or ')
  return node.const === undefined ? (node.type ?? '') : `\`${JSON.stringify(node.const)}\``
}
const wordsOf = (node: Node): string =>
  node.description ?? node.anyOf?.find(({ description }) => description !== undefined)?.description ?? ''

function topic(
  { path, retain, schema }: (typeof TOPICS)[keyof typeof TOPICS],
  common: readonly string[],
): string {
  const { properties = {} }: Node = schema
  const rows = Object.entries(properties)
    .filter(([name]) => !common.includes(name))
    .map(([name, node]) => `| \`${name}\` | ${cell(kindOf(node))} | ${cell(wordsOf(node))} |`)
  return `## \`…/${path}\`\n\n${retain ? 'Retained.' : 'Not retained.'}\n\n| Field | Type | What it is |\n| --- | --- | --- |\n${rows.join('\n')}\n`
}

const COMMON = ['v', 'ts', 'boot_id', 'seq']

export function mqttDoc(): string {
  const { properties = {} }: Node = TOPICS.availability.schema
  const common = COMMON.map((name) => {
    const node = properties[name] ?? {}
    return `| \`${name}\` | ${cell(kindOf(node))} | ${cell(wordsOf(node))} |`
  })
  const every = `## In every payload\n\n| Field | Type | What it is |\n| --- | --- | --- |\n${common.join('\n')}\n`
  return [HEAD, every, ...Object.values(TOPICS).map((one) => topic(one, COMMON))].join('\n')
}
