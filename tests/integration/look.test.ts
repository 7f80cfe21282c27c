/** Staff look at the screen of a whole kiosk: what reaches them, over the visits of every patron of the demo library. */
import { demoItems, demoPatrons } from 'sip2/simulator'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startKiosk, type TestKiosk } from '../support/kiosk.ts'
import { LookClient } from '../support/look-client.ts'
import { ScreenClient } from '../support/screen-client.ts'
import { staffCookie } from '../support/staff-page.ts'

let kiosk: TestKiosk
let screen: ScreenClient
let cookie: string
beforeEach(async () => {
  kiosk = await startKiosk({ extra: 'session: { goodbyeSeconds: 60 }' })
  cookie = staffCookie(kiosk)
  screen = await ScreenClient.open(kiosk.address)
  await screen.untilScreen('attract')
})
afterEach(async () => {
  screen.close()
  await kiosk.close()
})

async function looking(): Promise<LookClient> {
  const client = LookClient.open(kiosk.address, cookie)
  await screen.until('the banner', ({ help }) => help !== null)
  await client.until('the first view', ({ look }) => look?.view != null)
  return client
}
const settled = () =>
  screen.until(
    'the items to settle',
    ({ screen: now }) =>
      (now.name === 'items' || now.name === 'returns') && now.counts.onPad > 0 && now.counts.inProgress === 0,
  )

/** What the kiosk's own screen showed of loans, and the library system's words on it. */
function shown(): string[] {
  const { screen: now } = screen
  if (now.name !== 'items' && now.name !== 'identify') return []
  const rows = now.name === 'items' ? now.rows : []
  const problems = [now.problem, ...rows.map(({ problem }) => problem)]
  return [
    ...rows.flatMap(({ due }) => due ?? []),
    ...problems.flatMap((problem) => problem?.libraryMessages ?? []),
  ]
}

/** One visit, as far as this patron gets; with a wrong PIN first. */
async function visit(
  { patronId, pin }: (typeof demoPatrons)[number],
  books: readonly string[],
): Promise<string[]> {
  screen.send({ type: 'start' })
  await screen.untilScreen('identify')
  screen.send({ type: 'enterNumber', number: patronId })
  const past = await screen.until(
    'an answer',
    ({ screen: now }) =>
      now.name === 'pin' || now.name === 'items' || (now.name === 'identify' && now.problem !== null),
  )
  if (past.screen.name === 'pin') {
    screen.send({ type: 'enterPin', pin: '0000' })
    await screen.until('the wrong PIN', ({ screen: now }) => now.name === 'pin' && now.problem !== null)
    screen.send({ type: 'enterPin', pin: pin ?? '' })
  }
  const { screen: at } = await screen.until(
    'to be in, or not',
    ({ screen: now }) => now.name === 'items' || (now.name === 'identify' && now.problem !== null),
  )
  const seen = shown()
  if (at.name === 'items') {
    await kiosk.world.act({ type: 'lay', ids: [...books] })
    await settled()
    seen.push(...shown())
    screen.send({ type: 'finish' })
    await screen.until('a question', ({ dialog, screen: now }) => dialog !== null || now.name !== 'items')
    screen.send({ type: 'leaveAnyway' })
    await screen.until('the end', ({ screen: now }) => now.name === 'finish')
    screen.send({ type: 'end', receipt: 'none' })
    await screen.until('goodbye', ({ screen: now }) => now.name === 'goodbye' && now.settling === 0)
    // The next one touches it before its time.
    screen.send({ type: 'start' })
  } else screen.send({ type: 'cancel' })
  await screen.untilScreen('attract')
  await kiosk.world.act({ type: 'take', ids: [...books] })
  return seen
}

describe('what reaches staff who look', () => {
  it('holds no name, number, title, PIN or date of any patron and any item of the demo library', async () => {
    const client = await looking()
    const onDesk = kiosk.world.things.filter(({ kind, tag }) => kind === 'item' && tag !== null)
    const books = onDesk.map(({ id }) => id)
    expect(books.length).toBeGreaterThan(8)
    const seen: string[] = []
    for (const [index, patron] of demoPatrons.entries())
      seen.push(
        ...(await visit(
          patron,
          [0, 1, 2].flatMap((n) => books[(index * 3 + n) % books.length] ?? []),
        )),
      )
    expect(new Set(seen).size).toBeGreaterThan(3)
    screen.send({ type: 'startReturn' })
    await kiosk.world.act({ type: 'lay', ids: books.slice(0, 5) })
    await settled()
    client.act({ type: 'takeOver' })
    await client.until('the question', ({ look }) => look?.help.stage === 'asking')

    const drawn = new Set(
      client.messages.flatMap((one) => (one.type === 'look' ? [one.look.view?.screen.name] : [])),
    )
    for (const name of ['attract', 'identify', 'pin', 'items', 'finish', 'goodbye', 'returns'])
      expect(drawn).toContain(name)
    const states = client.messages.flatMap((one) => {
      if (one.type !== 'look' || one.look.view === null || !('rows' in one.look.view.screen)) return []
      return one.look.view.screen.rows.map(({ state }): string => state)
    })
    expect(new Set(states).size).toBeGreaterThan(3)
    const all = client.heard.join('\n')
    const secrets = [
      ...demoPatrons.flatMap(({ name, patronId, pin }) => [
        name,
        patronId,
        ...(pin === null ? [] : [`"${pin}"`]),
      ]),
      ...demoItems.flatMap(({ itemId, title }) => [itemId, title]),
      ...seen,
    ]
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
  })
})
