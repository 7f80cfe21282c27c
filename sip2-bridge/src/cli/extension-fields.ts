/**
 * Fields that servers add, by dialect: the same letters mean different things to different servers, so none of them is
 * read without its server's name. Only what `decode` shows; nothing acts on them.
 */
export interface ExtensionField {
  readonly name: string
  /** Says nothing about a patron: may be shown in what is shared. */
  readonly harmless?: true
}

type Extensions = Readonly<Record<string, ExtensionField>>

/** SIPServer, Sip/Constants.pm (EnvisionWare's extensions). */
const ENVISIONWARE: Extensions = {
  PA: { name: 'card expires' },
  PB: { name: 'birth date' },
  PC: { name: 'patron class' },
  OR: { name: 'register login' },
  RN: { name: 'check number' },
}

/** Gossip (tzeumer/SIP2-Client-for-Python) and edge-sip2 (parser/Field.java): one group of fields a fee. */
const FEE_GROUPS: Extensions = {
  FA: { name: 'fee remaining', harmless: true },
  FB: { name: 'fee item id', harmless: true },
  FC: { name: 'fee date', harmless: true },
  FD: { name: 'fee title' },
  FE: { name: 'fee cost type', harmless: true },
  FF: { name: 'fee type text', harmless: true },
  FG: { name: 'amount paid', harmless: true },
}

export const EXTENSION_FIELDS: Readonly<Record<string, Extensions>> = {
  envisionware: ENVISIONWARE,
  /** SIPServer, Sip/Constants.pm; OpenILS/Application/SIP2. */
  evergreen: { ...ENVISIONWARE, PI: { name: 'internet profile' }, XI: { name: 'internal patron id' } },
  /** edge-sip2, parser/Field.java; fsip2, internal/sip2/builder (work description). */
  folio: { ...FEE_GROUPS, DE: { name: 'work description', harmless: true } },
  gossip: FEE_GROUPS,
  /** Polaris' own table of its SIP extensions (Innovative knowledge base 161220154607673). */
  polaris: {
    BC: { name: 'birth date' },
    PA: { name: 'patron code' },
    PE: { name: 'patron extension PE' },
    PS: { name: 'patron extension PS' },
    U4: { name: 'user defined field 4' },
    U5: { name: 'user defined field 5' },
    PZ: { name: 'postal code' },
    PX: { name: 'card expires' },
    PY: { name: 'card has expired' },
    FA: { name: 'fee amount', harmless: true },
  },
  /** petkivim/jsip2, docs (Voyager ESIP). */
  voyager: {
    PB: { name: 'birth date' },
    PA: { name: 'access type' },
    ZY: { name: 'patron type' },
    PT: { name: 'patron group' },
    MA: { name: 'hold extension MA' },
    MB: { name: 'hold extension MB' },
    MC: { name: 'hold extension MC' },
  },
  /** DigitalPlatform/dp2, its SIP channel. */
  dp2: {
    KQ: { name: 'current shelf', harmless: true },
    KP: { name: 'permanent shelf', harmless: true },
    KC: { name: 'call number', harmless: true },
  },
}
