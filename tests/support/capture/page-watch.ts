/** Listens to what a page is told and what it says, where that is not for the patron before it. */
import { BENCH_SOCKET_PATH } from '@lectern/device-agent/contract/bench'
import { SOCKET_PATH } from '@lectern/device-agent/contract/socket'
import type { Page } from 'playwright-core'
import type { Capture } from './capture.ts'

/** The screen names its patron to them, and the bench has their cards. */
const OF_PATRONS = [SOCKET_PATH, BENCH_SOCKET_PATH]

/** Before it goes anywhere. */
export function watchPage(page: Page, capture: Capture): void {
  page.on('console', (message) => capture.add('browser', message.text()))
  page.on('pageerror', (error) => capture.add('browser', `${error.message}\n${error.stack ?? ''}`))
  page.on('websocket', (socket) => {
    if (OF_PATRONS.includes(new URL(socket.url()).pathname)) return
    const heard = ({ payload }: { readonly payload: string | Buffer }) =>
      capture.add('staff pages', payload.toString())
    socket.on('framereceived', heard)
    socket.on('framesent', heard)
  })
}
