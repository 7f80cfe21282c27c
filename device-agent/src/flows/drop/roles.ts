/** The names that the wiring of a book drop is set by. What is not wired is not asked. */

export const INPUTS = {
  /** Something lies at the entry: the belt's position 0. */
  entry: 'entryBeam',
  /** An item's front has reached the end of the read zone. */
  tunnel: 'tunnelBeam',
  /** Optional. */
  shutterClosed: 'shutterClosed',
  /** Optional interlock. */
  serviceDoor: 'serviceDoorClosed',
  /** Optional interlock. */
  emergencyStop: 'emergencyStopReleased',
  /** Optional: something heavy enough lies at the entry. */
  weight: 'itemWeight',
} as const

export const OUTPUTS = {
  /** Open while active. */
  shutter: 'shutter',
  /** Runs while active. */
  belt: 'belt',
  /** Optional: draws what lies in the slot up to the entry beam while active. */
  feeder: 'feeder',
  /** For the staff; optional. */
  lamp: 'lamp',
} as const

/** An item has fallen into bin 1 to 9. */
export const arrived = (bin: number) => `arrived${bin}`
/** Optional: the bin is full. */
export const full = (bin: number) => `full${bin}`
/** Optional: the button beside the bin, or the switch that tells that it was taken out. */
export const emptied = (bin: number) => `emptied${bin}`
/** The diverter that pushes items into a bin while active. The exception bin has none: it is the end of the belt. */
export const divert = (bin: number) => `divert${bin}`

/** The reader in the tunnel: things pass it by, and what follows close behind must be seen while a tag is switched. */
export const TUNNEL_READER = { passing: true } as const
