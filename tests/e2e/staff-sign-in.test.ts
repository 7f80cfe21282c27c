import { systemClock } from '@lectern/device-agent/runtime/clock'
import { OpenIdDoor } from '@lectern/device-agent/staff/open-id/door'
import { OpenIdProvider } from '@lectern/device-agent/staff/open-id/provider'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
import { startProvider } from '../../device-agent/src/staff/open-id/provider.test-support.ts'
import { heed, launchBrowser, openPage, STAFF_SIZES } from '../support/browser.ts'
import { gateAlarm, startDesk, type TestDesk } from '../support/desk.ts'
import { inspect } from '../support/inspect.ts'
import { openStaff } from '../support/staff-page.ts'

const PASSWORD = 'a horse, a kingdom'

let browser: Browser
let desk: TestDesk
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.close())

const signIn = async (page: Page, name: string, password = PASSWORD) => {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
const add = (name: string, role: 'view' | 'operate' | 'manage') =>
  desk.signIn.changeAccount({ type: 'add', name, role, password: PASSWORD })
/** A refused sign-in is answered with 401, which the browser writes down. */
const mistakes = (errors: readonly string[]) => errors.filter((text) => !/status of 4(01|09|29)/.test(text))

describe('the way in', () => {
  it('is shut until there is an account, says how to make one, and opens then', async () => {
    const { page, errors } = await openPage(browser, `${desk.address}staff/`, STAFF_SIZES.desk)
    await page.getByText('npm run staff -- add NAME --role manage').waitFor()
    await inspect(page, 'closed')
    await add('maria', 'manage')
    await page.getByRole('button', { name: 'Look again' }).click()
    await signIn(page, 'maria')
    await page.getByRole('link', { name: 'My account, signed in as maria' }).waitFor()
    await page.context().close()
    expect(mistakes(errors)).toEqual([])
  })

  it('leads to where one wanted to go; a wrong password is said, and the name stays', async () => {
    await add('maria', 'operate')
    const { page } = await openPage(browser, `${desk.address}staff/#drop`, STAFF_SIZES.phone)
    await signIn(page, 'maria', 'a horse, a kingdon')
    await page.getByText('Name or password is not right.').waitFor()
    expect(await page.getByLabel('Name').inputValue()).toBe('maria')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByTestId('bin-1').waitFor()
    await page.context().close()
  })

  it('is gone through again where the session ends, on the page one was at', async () => {
    await add('boss', 'manage')
    await add('maria', 'operate')
    const { page } = await openPage(browser, `${desk.address}staff/#gates`, STAFF_SIZES.desk)
    await signIn(page, 'maria')
    await page.getByTestId('gate-entrance').waitFor()
    await desk.signIn.changeAccount({ type: 'password', name: 'maria', password: 'another long one' })
    await signIn(page, 'maria', 'another long one')
    await page.getByTestId('gate-entrance').waitFor()
    await desk.signIn.changeAccount({ type: 'role', name: 'maria', role: 'view' })
    await page.getByRole('button', { name: '15 min' }).first().waitFor({ state: 'detached' })
    await page.getByTestId('gate-entrance').waitFor()
    await page.getByRole('link', { name: /My account/ }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Good to see you' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Good to see you' }).waitFor()
    await page.context().close()
  })
})

describe('the library’s own provider', () => {
  it('lets in whom it vouches for, where they wanted to go; signs them out there too; says why somebody is not let in', async () => {
    const port = await freePort()
    const there = await startProvider({ redirects: [`http://127.0.0.1:${port}/staff/`] })
    const { settings } = there
    const provider = new OpenIdProvider({ settings, secret: async () => null, clock: systemClock })
    const notices = { raise: () => undefined, clear: () => undefined }
    const own = await startDesk({
      port,
      openId: (signIn) => new OpenIdDoor({ settings, provider, signIn, clock: systemClock, notices }),
    })
    own.signIn.accounts.add('maria', 'manage', 'none')
    const { page, errors } = await openPage(browser, `${own.address}staff/#gates`, STAFF_SIZES.phone)
    const elsewhere = page.getByRole('button', { name: 'Sign in with City login' })
    await elsewhere.waitFor()
    await inspect(page, 'provider')
    await elsewhere.click()
    await page.getByRole('button', { name: 'vera' }).click()
    await page.getByText('nobody has given you a role for this kiosk').waitFor()
    expect(page.url()).toBe(`${own.address}staff/#gates`)
    await inspect(page, 'no role')
    await page.context().clearCookies({ domain: '127.0.0.1', name: /^_(session|interaction)/ })
    await elsewhere.click()
    await page.getByRole('button', { name: 'ines' }).click()
    await page.getByTestId('gate-entrance').waitFor()
    await page.reload()
    await page.getByRole('link', { name: 'My account, signed in as ines (City login)' }).click()
    await page.getByText('you are signed out there as well').waitFor()
    await inspect(page, 'account')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Leave' }).click()
    await elsewhere.waitFor()
    await there.close()
    await elsewhere.click()
    await page.getByText('With an account of this kiosk you can sign in all the same.').waitFor()
    await page.context().close()
    await own.close()
    expect(errors.filter((text) => !/status of (401|403|502)/.test(text))).toEqual([])
  })
})

describe('whoever only looks on', () => {
  it('sees all, and no button that would be refused', async () => {
    const { page, errors } = await openStaff(browser, desk, { role: 'view', size: STAFF_SIZES.desk })
    desk.tell(gateAlarm('a'))
    desk.drop({ state: 'shut', problem: 'DROP_JAM' })
    await page.getByTestId('alarm').waitFor()
    for (const tab of ['desk', 'drop', 'signals', 'gates', 'devices']) {
      await page.evaluate(`location.hash = '${tab}'`)
      await page.locator(`nav a[href="#${tab}"][aria-current]`).waitFor()
      expect(await page.locator('main button:not(:text("Open"))').allTextContents(), tab).toEqual([])
    }
    for (const tab of ['tags', 'accounts', 'audit'])
      expect(await page.locator(`nav a[href="#${tab}"]`).count(), tab).toBe(0)
    await page.context().close()
    expect(errors).toEqual([])
  })
})

describe('whoever manages', () => {
  it('makes an account, changes and removes it, and finds all of it in the audit', async () => {
    const { page, errors } = await openStaff(browser, desk, {
      path: '#accounts',
      role: 'manage',
      size: STAFF_SIZES.desk,
    })
    await page.getByLabel('Name', { exact: true }).fill('tom')
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Make account' }).click()
    const tom = page.getByTestId('account-tom')
    await tom.getByLabel('tom: Role').selectOption('view')
    await page.getByText('Done.').waitFor()
    await tom.getByRole('button', { name: 'New password' }).click()
    await tom.getByLabel('New password', { exact: true }).fill('another long one')
    await tom.getByRole('button', { name: 'Set password' }).click()
    await tom.getByRole('button', { name: 'Set password' }).waitFor({ state: 'detached' })
    await page.getByTestId('account-manage').getByRole('button', { name: 'Remove' }).click()
    await page.getByTestId('account-manage').getByRole('button', { name: 'Really remove' }).click()
    await page.getByText('Somebody must be left who may manage accounts.').waitFor()
    await tom.getByRole('button', { name: 'Remove' }).click()
    await tom.getByRole('button', { name: 'Really remove' }).click()
    await tom.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Audit' }).click()
    await page.getByTestId('audit-entry').nth(4).waitFor()
    const did = await page.locator('[data-testid="audit-entry"] .what b').allTextContents()
    expect(did).toEqual([
      'Account removed',
      'Account removed',
      'Password set',
      'Role changed',
      'Account made',
    ])
    await page.getByText('Last one who manages').waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Save for a spreadsheet' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('lectern-audit.csv')
    await page.context().close()
    expect(mistakes(errors)).toEqual([])
  })
})

describe.each(Object.entries(STAFF_SIZES))('at %s size', (name, size) => {
  it.each([
    ['light', 'en-GB'],
    ['dark', 'de-DE'],
  ] as const)(
    'sign-in, accounts, audit and one’s own page, %s in %s, pass axe and fit',
    async (theme, locale) => {
      await add('Maria Lindqvist', 'manage')
      await add('tom', 'operate')
      for (const [action, result, detail] of [
        ['signIn', 'wrong', ''],
        ['emptyBin', 'done', 'bin 3'],
        ['silenceGate', 'done', 'gate entrance, minutes 15'],
        ['exercise', 'interlock', 'signal belt, hold true'],
        ['account.add', 'done', 'tom, operate'],
      ] as const)
        desk.signIn.record({
          who: 'Maria Lindqvist',
          role: 'manage',
          address: '127.0.0.1',
          action,
          detail,
          result,
        })
      const context = await browser.newContext({ viewport: size, locale, colorScheme: theme })
      const page = await context.newPage()
      heed(page)
      await page.goto(`${desk.address}staff/#accounts`)
      const go = page.locator('button[type="submit"]')
      await go.waitFor()
      await page.locator(`html[data-theme=${theme}]`).waitFor()
      const shoot = async (what: string) => {
        await inspect(page, `${what}, ${name}`)
        const folder = process.env.LECTERN_PICTURES
        if (folder !== undefined) await page.screenshot({ path: `${folder}/${what}-${name}-${theme}.png` })
      }
      await page.locator('#name').fill('Maria Lindqvist')
      await page.locator('#password').fill('wrong wrong wrong')
      await go.click()
      await page.locator('.said').waitFor()
      await shoot('sign-in')
      await page.locator('#password').fill(PASSWORD)
      await go.click()
      await page.getByTestId('account-tom').getByRole('button').first().click()
      await shoot('accounts')
      await page.evaluate("location.hash = 'audit'")
      await page.getByTestId('audit-entry').first().waitFor()
      await shoot('audit')
      await page.evaluate("location.hash = 'me'")
      await page.getByRole('button', { name: /Sign out|Abmelden/ }).waitFor()
      await shoot('me')
      await context.close()
    },
  )
})
