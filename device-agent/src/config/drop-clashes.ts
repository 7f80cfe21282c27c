/** What a schema cannot say about the drop's settings: numbers that are each right and do not fit together. */
import { INTERRUPTION_MILLISECONDS, PLACE_SLACK_MILLIMETRES } from '../flows/drop/limits.ts'
import type { DropSettings } from './drop-settings.ts'

export interface SettingClash {
  readonly path: readonly (string | number)[]
  readonly reason: string
}

export interface DropSurroundings {
  readonly drop?: DropSettings
  readonly devices: { readonly tunnel?: object }
}

export function dropClashes({ drop, devices }: DropSurroundings): SettingClash[] {
  if (drop === undefined) return []
  const reader = { path: ['drop'], reason: 'has no reader: devices.tunnel is missing' }
  return [
    ...(devices.tunnel === undefined ? [reader] : []),
    ...binClashes(drop),
    ...(drop.layout === 'sorter' ? beltClashes(drop) : []),
  ]
}

function binClashes({ bins, layout }: DropSettings): SettingClash[] {
  const clash = (reason: string): SettingClash[] => [{ path: ['drop', 'bins'], reason }]
  if (layout === 'simple') return bins.length === 1 ? [] : clash('must be exactly one in the simple layout')
  if (new Set(bins.map((bin) => bin.number)).size < bins.length) return clash('each number may stand once')
  const exceptions = bins.filter((bin) => bin.exception)
  if (exceptions.length !== 1) return clash('exactly one must be the exception bin')
  const end = exceptions[0]?.millimetres ?? 0
  return bins.some((bin) => !bin.exception && bin.millimetres >= end)
    ? clash('the exception bin must be the last along the belt')
    : []
}

function beltClashes(drop: DropSettings): SettingClash[] {
  const { spacingMillimetres: spacing, divertLeadMillimetres: lead, divertHoldMillimetres: hold } = drop
  const clashes: SettingClash[] = []
  const demand = (path: string, holds: boolean, reason: string): void => {
    if (!holds) clashes.push({ path: ['drop', path], reason })
  }
  const free = drop.tunnelMillimetres + lead
  demand(
    'bins',
    drop.bins.every((bin) => bin.millimetres >= free),
    `no bin may be nearer than ${free} mm: tunnelMillimetres and divertLeadMillimetres`,
  )
  demand(
    'itemMillimetresMin',
    drop.itemMillimetresMin < drop.itemMillimetresMax,
    'must be less than the longest item',
  )
  demand(
    'divertLeadMillimetres',
    lead + drop.itemMillimetresMax <= spacing,
    'with the longest item must not exceed spacingMillimetres: the one before is not past yet',
  )
  demand('divertHoldMillimetres', lead + hold < spacing, 'with the lead must be less than spacingMillimetres')
  demand(
    'arrivalMillimetres',
    drop.arrivalMillimetres + PLACE_SLACK_MILLIMETRES < spacing,
    `must be ${PLACE_SLACK_MILLIMETRES} mm less than spacingMillimetres, or two items cannot be told apart`,
  )
  const blind = (drop.beltMillimetresPerSecond * INTERRUPTION_MILLISECONDS) / 1000
  demand(
    'beltMillimetresPerSecond',
    blind / 2 + PLACE_SLACK_MILLIMETRES < spacing / 2,
    'is too fast for spacingMillimetres: after a power cut two items could not be told apart',
  )
  return clashes
}
