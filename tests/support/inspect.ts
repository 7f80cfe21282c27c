import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Smallest side of anything that can be touched, in CSS pixels. */
const TARGET_MIN_PIXELS = 60

/** The screen passes axe, has generous targets, and fits. `where` names it in a failure. */
export async function inspect(page: Page, where: string): Promise<void> {
  // Colours are measured when nothing fades any more, also what arrives just now.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate(
    'Promise.allSettled(document.getAnimations().filter((one) => one.effect.getTiming().iterations === 1).map((one) => one.finished))',
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html}`)).toEqual([])
  const small = await page
    .getByRole('button')
    .evaluateAll(
      (buttons, least) =>
        buttons
          .filter(
            (button) =>
              Math.min(button.getBoundingClientRect().width, button.getBoundingClientRect().height) < least,
          )
          .map((button) => button.outerHTML),
      TARGET_MIN_PIXELS,
    )
  expect(small, where).toEqual([])
  expect(
    await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'),
    `${where}: no sideways scrolling`,
  ).toBe(true)
}
