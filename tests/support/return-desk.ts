/** The return service over a real journal and a real connection, without screen and devices: for measuring. */
import type { Settings } from '@lectern/device-agent/config/settings'
import { Replay } from '@lectern/device-agent/flows/offline/replay'
import { RightOfWay } from '@lectern/device-agent/flows/offline/right-of-way'
import { Claims } from '@lectern/device-agent/flows/return/claims'
import type { ReturnIls } from '@lectern/device-agent/flows/return/ports'
import { ReturnDesk } from '@lectern/device-agent/flows/return/return-desk'
import { circulationOptions } from '@lectern/device-agent/ils-options'
import { openJournal } from '@lectern/device-agent/journal/open-journal'
import { returnRules } from '@lectern/device-agent/return-rules'
import { systemClock as clock } from '@lectern/device-agent/runtime/clock'
import { createCirculation } from 'sip2/circulation'

export interface ReturnDeskOptions {
  readonly settings: Settings
  readonly folder: string
  /** Laid between the return service and the library system. */
  readonly wrap?: (ils: ReturnIls) => ReturnIls
}

/** Resolves when the library system is there. */
export async function startReturnDesk({ folder, settings, wrap = (ils) => ils }: ReturnDeskOptions) {
  const { journal, returns, stored } = openJournal({ folder, reserveBytes: 0, wall: clock.wall })
  const circulation = createCirculation(circulationOptions(settings.ils))
  const notices = { raise: () => undefined, clear: () => undefined }
  const replay = new Replay({
    circulation,
    stored,
    journal,
    clock,
    notices,
    rightOfWay: new RightOfWay(),
    answerTimeoutMilliseconds: settings.ils.timeoutSeconds * 1_000,
  })
  const desk = new ReturnDesk({
    circulation: wrap(circulation),
    journal,
    returns,
    stored,
    replay,
    claims: new Claims(),
    notices,
    clock,
    rules: () => returnRules(settings),
  })
  await new Promise<void>((resolve) => {
    circulation.onStatus(({ state }) => void (state === 'online' && resolve()))
    circulation.start()
  })
  return {
    desk,
    notices,
    returns,
    close: async () => {
      replay.stop()
      await circulation.stop()
      journal.shut()
    },
  }
}
