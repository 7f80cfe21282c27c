/**
 * Who of the staff may do what: one row an action. A new action has no way to the page until it has a row here, and the
 * page offers only what its row allows.
 */
import type { LookAction } from './look.ts'
import type { StaffAction } from './staff-actions.ts'
import type { TagToolAction } from './tag-tool.ts'

/** Lowest first; each may do what those before it may: look, do everyday work, change who and what runs. */
export const STAFF_ROLES = ['view', 'operate', 'manage'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

export const ACTION_ROLES = {
  exercise: 'operate',
  emptyBin: 'operate',
  clearJam: 'operate',
  resolveException: 'operate',
  acknowledge: 'operate',
  silenceGate: 'operate',
  testGate: 'operate',
  restartAgent: 'manage',
} as const satisfies Record<StaffAction['type'], StaffRole>

/** The tag tool takes the pad from the patrons: it is nothing to merely look at. */
export const TAG_ACTION_ROLES = {
  work: 'operate',
  scan: 'operate',
  ask: 'operate',
  encode: 'operate',
  convert: 'operate',
  confirm: 'operate',
  undo: 'operate',
  redo: 'operate',
  add: 'operate',
  choose: 'operate',
  skip: 'operate',
  remove: 'operate',
  clear: 'operate',
} as const satisfies Record<TagToolAction['type'], StaffRole>

/**
 * Helping at the screen is everyday work: it can do less than a patron can there, each time with their word, and nothing
 * that outlasts their visit. So it asks for no more than looking does.
 */
export const LOOK_ROLES = {
  takeOver: 'operate',
  letGo: 'operate',
  touch: 'operate',
} as const satisfies Record<LookAction['type'], StaffRole>

/** What is asked for over HTTP, and what the sockets let in. */
export const ROUTE_ROLES = {
  desk: 'view',
  reports: 'view',
  ownPassword: 'view',
  tags: 'operate',
  /** Masked as it is, a patron's screen is theirs: nobody merely looks on. */
  screen: 'operate',
  accounts: 'manage',
  audit: 'manage',
} as const satisfies Record<string, StaffRole>

/** `has: null`: nobody is signed in. */
export const mayDo = (has: StaffRole | null, needed: StaffRole): boolean =>
  has !== null && STAFF_ROLES.indexOf(has) >= STAFF_ROLES.indexOf(needed)

export const isStaffRole = (text: string): text is StaffRole => STAFF_ROLES.some((role) => role === text)
