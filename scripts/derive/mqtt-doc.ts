/** docs/mqtt.md from the tables of topics and of commands. */
import { COMMANDS } from '../../device-agent/src/monitoring/commands/contract.ts'
import { ORDER_MILLISECONDS, ORDERS_MAX } from '../../device-agent/src/monitoring/mqtt/command-channel.ts'
import { OrderMessage } from '../../device-agent/src/monitoring/mqtt/command-message.ts'
import { ENVELOPE_FIELDS } from '../../device-agent/src/monitoring/mqtt/envelope.ts'
import { WILL_DELAY_SECONDS } from '../../device-agent/src/monitoring/mqtt/line-options.ts'
import { OUTBOX_MAX } from '../../device-agent/src/monitoring/mqtt/outbox.ts'
import type { Keeping, TopicRow } from '../../device-agent/src/monitoring/mqtt/topic-row.ts'
import { EVENT_EXPIRY_SECONDS, TOPICS } from '../../device-agent/src/monitoring/mqtt/topics.ts'
import { cell } from './markdown.ts'
import { isOptional, kindOf, type Node, nodeOf, wordsOf } from './mqtt-schema.ts'

const number = (value: number): string => value.toLocaleString('en')

const HEAD = `# MQTT

Derived from the tables of topics and commands (\`device-agent/src/monitoring/\`); do not edit by hand. The same for
programs: [mqtt.asyncapi.json](mqtt.asyncapi.json) (AsyncAPI 3, JSON Schema).

The kiosk speaks MQTT 5, and 3.1.1 where the broker knows no other, below \`{base}/{site}/{kiosk}/\`:
\`lectern/main/kiosk-1/…\`. The settings are under [\`mqtt\`](settings.md). No patron is ever in it; \`mqtt.titles: false\` keeps
items' numbers and titles out, too.

- **State is retained**: whoever comes later knows it. **What happened is not**: nobody hears it twice for new.
- \`availability\` is the last will: the broker says \`offline\` where the kiosk no longer can (with MQTT 5 after
  ${WILL_DELAY_SECONDS} seconds: who is back by then was never away).
- Every payload but the empty one begins with the same four. A message whose confirmation was lost, with its connection or
  with the kiosk's power, is sent again as it was: the same \`boot_id\` and \`seq\` are the same message. A will is older than
  anything told: its \`seq\` is 0, and one whose \`boot_id\` is not that of the newest \`online\` is of a former start.
- Alarms, alerts and counts are written to the disk before they are sent, and forgotten when the broker has confirmed them:
  up to ${number(OUTBOX_MAX)} wait for a broker that is away, over a power cut as well. Beyond that the oldest counts make
  room, and alarms only where nothing else is left.
- With MQTT 5 events expire after ${number(EVENT_EXPIRY_SECONDS / 3600)} hours.
- \`v\` is ${TOPICS.availability.schema.properties.v.const}. It changes when a field goes or changes its meaning; new fields and
  topics come without that: whoever reads passes over what is not known.
`

const ORDERS = `## Orders: \`…/cmd/{verb}\`

Taken with \`mqtt.commands: true\`, at QoS 1, never retained: a retained one is dropped. Who may order is the broker's matter:
samples of access lists are in \`provisioning/mqtt\`. An order that is late, repeated, unknown or not as below is refused, with
an answer wherever there is somebody to answer to; ${ORDERS_MAX} are carried out at a time, and one that takes longer than
${ORDER_MILLISECONDS / 1000} seconds is answered with \`COMMAND_TIMED_OUT\`. Each is logged with who asked.

With MQTT 5 the response topic, the correlation data and the user property \`by\` may stand for \`reply_to\` and \`by\`; with
3.1.1 everything is in the payload, and the answer is known by \`id\`.
`

const fields = (node: Node, without: readonly string[] = []): string => {
  const rows = Object.entries(node.properties ?? {})
    .filter(([name]) => !without.includes(name))
    .map(
      ([name, child]) =>
        `| \`${name}\` | ${cell(kindOf(child))}${isOptional(node, name) ? ', may be left out' : ''} | ${cell(wordsOf(child))} |`,
    )
  return `| Field | Type | What it is |\n| --- | --- | --- |\n${rows.join('\n')}\n`
}

const KEPT: Readonly<Record<Keeping, string>> = {
  state: 'Told at each connection anew.',
  alarm: 'Kept until the broker has it.',
  count: 'Kept until the broker has it, after the alarms.',
  answer: 'Not kept over a restart.',
  reading: 'Not kept.',
}

const topic = ({ about, keeping, path, retain, schema }: TopicRow): string =>
  `## \`…/${path}\`\n\n${about}\n\n${retain ? 'Retained' : 'Not retained'}, QoS ${keeping === 'reading' ? 0 : 1}. ${KEPT[keeping]}\n\n${fields(nodeOf(schema), ENVELOPE_FIELDS)}`

function verbs(): string {
  const rows = Object.entries(COMMANDS).map(([verb, { about, args, role }]) => {
    const node = nodeOf(args)
    const names = Object.entries(node.properties ?? {}).map(
      ([name, child]) => `\`${name}\`${isOptional(node, name) ? '?' : ''}: ${kindOf(child)}`,
    )
    return `| \`${verb}\` | ${cell(names.join(', '))} | ${role} | ${cell(about)} |`
  })
  return `| Verb | \`args\` | Role | What it does |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
}

export function mqttDoc(): string {
  const { properties = {}, required = [] } = nodeOf(TOPICS.availability.schema)
  const common = Object.fromEntries(ENVELOPE_FIELDS.map((name) => [name, properties[name] ?? {}]))
  return [
    HEAD,
    `## In every payload\n\n${fields({ properties: common, required })}`,
    ...Object.values(TOPICS).map(topic),
    ORDERS,
    fields(nodeOf(OrderMessage)),
    verbs(),
  ].join('\n')
}
