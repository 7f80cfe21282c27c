/** Faults as they are named on the command line. */
import { FAULT_MODES, type Faults, NO_FAULTS } from '../simulator/faults.ts'
import { UsageError } from './command.ts'

type FaultName = keyof Faults

/** More of anything is a mistake. */
const VALUE_MAX = 1_000_000_000

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
/** `chaos` and `seed` are options of their own. */
const NAMES = new Map(
  (Object.keys(NO_FAULTS) as FaultName[])
    .filter((name) => name !== 'mode' && name !== 'chaos' && name !== 'seed')
    .map((name) => [kebab(name).replace(/-milliseconds$/, ''), name]),
)

/** In the order of the usage text: modes first. */
export const FAULT_NAMES: readonly string[] = [...FAULT_MODES.map(kebab), ...NAMES.keys()]

/** `name`, `name=number`: what is switched on, or how much of it. Throws UsageError. */
export function faultsOf(texts: readonly string[]): Partial<Faults> {
  return Object.assign({}, ...texts.map(faultOf))
}

function faultOf(text: string): Partial<Faults> {
  const [, given = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? []
  const mode = FAULT_MODES.find((known) => kebab(known) === given)
  if (mode !== undefined && value === undefined) return { mode }
  const name = NAMES.get(given)
  if (name === undefined) throw new UsageError(`--fault takes one of ${FAULT_NAMES.join(', ')}`)
  if (typeof NO_FAULTS[name] === 'boolean') {
    if (value !== undefined) throw new UsageError(`--fault ${given} takes no value`)
    return { [name]: true }
  }
  return { [name]: numberOf(given, value ?? '1', name === 'clockOffMilliseconds') }
}

function numberOf(name: string, text: string, mayBeNegative: boolean): number {
  const number = Number(text)
  const good = /^-?\d+$/.test(text) && Math.abs(number) <= VALUE_MAX && (mayBeNegative || number >= 0)
  if (!good) throw new UsageError(`--fault ${name} takes a whole number`)
  return number
}

/** From 0 to 1. Throws UsageError. */
export function probabilityOf(text: string): number {
  const value = Number(text)
  if (!/^\d*\.?\d+$/.test(text) || value > 1) throw new UsageError('--chaos takes a number from 0 to 1')
  return value
}
