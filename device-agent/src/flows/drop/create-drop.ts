import type { DropSettings } from '../../config/drop-settings.ts'
import { dropPlan } from './plan.ts'
import type { Drop, DropPorts } from './ports.ts'
import { SimpleDrop } from './simple-drop.ts'
import { Sorter } from './sorter.ts'

/** The drop that the settings describe. Throws RangeError where `dropClashes` would have found that none is described. */
export function createDrop(settings: DropSettings, ports: Omit<DropPorts, 'plan'>): Drop {
  const parts = { ...ports, plan: dropPlan(settings) }
  return settings.layout === 'simple' ? new SimpleDrop(parts) : new Sorter(parts)
}
