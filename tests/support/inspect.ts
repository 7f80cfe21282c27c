import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Smallest side of anything that is touched on a desk or a phone, in CSS pixels (WCAG 2.5.5: 44). */
const TARGET_MIN_PIXELS = 44
/** What moves for a while has come to rest; what was drawn last begins to move only with the next picture. */
const CALM = `(async () => {
  const picture = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const moving = () => document.getAnimations().filter((one) => one.effect.getTiming().iterations === 1)
  for (await picture(); moving().length > 0; await picture())
    await Promise.allSettled(moving().map((one) => one.finished))
})()`

/** A staff's page: to everybody's use, large enough to be touched, and no wider than its window. */
export async function inspect(page: Page, where: string): Promise<void> {
  await page.evaluate(CALM)
  // What came into view meanwhile was half drawn: looked at again, only what is wrong is wrong still.
  const first = await axe(page, where)
  if (first.length > 0) {
    await page.evaluate(CALM)
    expect(await axe(page, where)).toEqual([])
  }
  const small = await page.locator('button, nav a').evaluateAll(
    (all, least) =>
      all
        .map((one) => ({ box: one.getBoundingClientRect(), text: one.outerHTML }))
        // What a narrow page leaves out has no size at all.
        .filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < least)
        .map(({ text }) => text),
    TARGET_MIN_PIXELS,
  )
  expect(small, where).toEqual([])
  expect(
    await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'),
    `${where}: no sideways scrolling`,
  ).toBe(true)
}

/** What axe finds; no page has a frame, for which it would need a page of its own each time. */
export async function axe(page: Page, where: string): Promise<string[]> {
  const loaded = await page.evaluate('window.axe !== undefined')
  const { violations } = await new AxeBuilder({ page, ...(loaded ? { axeSource: 'null' } : {}) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  return violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html}`)
}
