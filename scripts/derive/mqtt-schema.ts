/** The part of JSON Schema the payloads of MQTT use, and its words for people. */
import type { TSchema } from 'typebox'

export interface Node {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly string[]
  readonly description?: string
  readonly anyOf?: readonly Node[]
  readonly items?: Node
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly patternProperties?: Readonly<Record<string, Node>>
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

/** A schema as it is in JSON. */
export const nodeOf = (schema: TSchema): Node => JSON.parse(JSON.stringify(schema))

/** 'string or null', '`"online"` or `"offline"`', 'list of { `id`: string }'. */
export function kindOf(node: Node): string {
  if (node.anyOf !== undefined) return node.anyOf.map(kindOf).join(' or ')
  if (node.enum !== undefined) return node.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ')
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``
  if (node.items !== undefined) return `list of ${kindOf(node.items)}`
  if (node.patternProperties !== undefined) return 'object of numbers'
  if (node.properties === undefined) return node.type ?? 'any'
  const inner = Object.entries(node.properties).map(
    ([name, child]) => `\`${name}\`${isOptional(node, name) ? '?' : ''}: ${kindOf(child)}`,
  )
  return `{ ${inner.join(', ')} }`
}

export const isOptional = (node: Node, name: string): boolean => !(node.required ?? []).includes(name)

/** A description; those of the parts where there is none. */
export function wordsOf(node: Node): string {
  const own =
    node.description ?? node.anyOf?.find(({ description }) => description !== undefined)?.description
  const parts = Object.entries(node.properties ?? node.items?.properties ?? {}).flatMap(([name, child]) =>
    child.description === undefined ? [] : [`\`${name}\`: ${child.description}`],
  )
  return [...(own === undefined ? [] : [own]), ...parts].join(' ')
}
