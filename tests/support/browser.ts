import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { watchPage } from './capture/page-watch.ts'
import { currentCapture } from './capture/running.ts'

/** Gives way to what drives belts and devices in real time. */
const CHROMIUM = fileURLToPath(new URL('chromium.sh', import.meta.url))

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]

export const SIZES = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
  small: { width: 1280, height: 800 },
} as const

/** Where staff look at the desk. */
export const STAFF_SIZES = {
  phone: { width: 390, height: 844 },
  desk: { width: 1280, height: 800 },
  wide: { width: 1920, height: 1080 },
} as const

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS })
}

/** What is captured of it, where anything is. */
export function heed(page: Page): void {
  const running = currentCapture()
  if (running !== null) watchPage(page, running.capture)
}

/** A page whose errors fail the test that asks for them. */
export async function openPage(
  browser: Browser,
  address: string,
  size: { width: number; height: number } = SIZES.portrait,
  ...cookies: Parameters<BrowserContext['addCookies']>[0]
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: size })
  await context.addCookies(cookies)
  const page = await context.newPage()
  heed(page)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // A socket that is refused while the agent is away is what the test is about, not a mistake of the page.
    if (message.type() === 'error' && !message.text().includes('WebSocket')) errors.push(message.text())
  })
  await page.goto(address)
  return { page, errors }
}
