/** A staff's page of somebody who has signed in, without the sign-in itself: for tests of what comes after. */
import type { StaffRole } from '@lectern/device-agent/contract/staff-roles'
import type { Browser } from 'playwright-core'
import { cookieWith } from '../../device-agent/src/staff/sign-in.test-support.ts'
import { openPage } from './browser.ts'

export interface Staffed {
  readonly address: string
  /** A session of an account named like the role. */
  staffToken(role: StaffRole): string
}

export interface StaffPageOptions {
  readonly size: { readonly width: number; readonly height: number }
  /** '#reports' */
  readonly path?: string
  readonly role?: StaffRole
}

export function openStaff(
  browser: Browser,
  staffed: Staffed,
  { path = '', role = 'operate', size }: StaffPageOptions,
) {
  const [name = '', value = ''] = staffCookie(staffed, role).split('=')
  return openPage(browser, `${staffed.address}staff/${path}`, size, {
    name,
    value,
    url: `${staffed.address}staff/`,
    httpOnly: true,
    sameSite: 'Strict',
  })
}

/** As a header, for what is no browser. */
export const staffCookie = (staffed: Staffed, role: StaffRole = 'operate'): string =>
  cookieWith(staffed.address, staffed.staffToken(role))
