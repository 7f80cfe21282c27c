/** What every topic has, and the fields that several share. */
import type { TObject } from 'typebox'
import { orNull, text } from './envelope.ts'

/**
 * What becomes of a message while no broker is there.
 * - `state`: only the newest of its topic is told, at each connection anew
 * - `alarm`: it waits in the outbox, on the disk; an `alarm` that is retained is told at each connection, too
 * - `count`: it waits in the outbox, and makes room for alarms
 * - `answer`: it waits in memory
 * - `reading`: it is not told; the next one says all it said
 */
export type Keeping = 'state' | 'alarm' | 'count' | 'answer' | 'reading'

export interface TopicRow {
  readonly path: string
  readonly retain: boolean
  readonly keeping: Keeping
  readonly about: string
  readonly schema: TObject
}

export const SEVERITIES = ['info', 'warning', 'error'] as const

export const code = text('A row of docs/errors.md.')
export const whatItMeans = { text: text('What it means.'), what_to_do: text('What staff should do.') }
export const item = { item: orNull(text("The item's number.")), title: orNull(text()) }

export const row = <const S extends TObject>(
  path: string,
  keeping: Keeping,
  retain: boolean,
  aboutIt: string,
  schema: S,
) => ({ path, keeping, retain, about: aboutIt, schema })
