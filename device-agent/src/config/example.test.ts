import { describe, expect, it } from 'vitest'
import { exampleSettings } from './example.ts'
import { parseSettings } from './load.ts'
import { EACH, settingEntries } from './schema-node.ts'

/** Takes the '# ' from every commented-out option and section. */
const opened = (text: string): string => text.replaceAll(/^( *)# ([a-zA-Z]+:( .*)?)$/gm, '$1$2')

describe('the commented example', () => {
  it('is accepted as it is, with every default in force', () => {
    const result = parseSettings(exampleSettings())
    expect(result.ok && result.settings).toMatchObject({ http: { port: 8480 }, devices: {} })
  })

  it('is accepted with every option taken in', () => {
    const result = parseSettings(opened(exampleSettings()))
    expect(result.ok ? [] : result.problems).toEqual([])
    expect(result.ok && result.settings.devices).toMatchObject({
      rfid: { url: 'serial:///dev/lectern/rfid?baud=38400&parity=even', afiOnLoan: 0xc2 },
      printer: { columns: 42 },
    })
  })

  it('names every setting there is, with its description; what a list holds is told by an example', () => {
    const text = exampleSettings()
    const flat = text.replaceAll(/\n *# +/g, ' ')
    for (const { path, node } of settingEntries()) {
      if (path.includes(EACH)) continue
      expect(text).toContain(`${path.at(-1)}:`)
      expect(flat).toContain(node.description ?? '')
    }
  })
})
