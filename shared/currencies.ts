const OF_NONE =
  'AFN ALL BIF CLP COP DJF GNF HUF IDR IQD IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PKR PYG RWF SLL SOS SYP UGX VND VUV XAF XOF XPF YER'
const OF_THREE = 'BHD JOD KWD LYD OMR TND'
const OF_FOUR = 'CLF UYW'

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...OF_NONE.split(' ').map((code) => [code, 0] as const),
  ...OF_THREE.split(' ').map((code) => [code, 3] as const),
  ...OF_FOUR.split(' ').map((code) => [code, 4] as const),
])

/**
 * How many decimals amounts of a currency have, as `Intl` has it. A table, since some clients come without `Intl` and
 * page and server have to agree.
 */
export const currencyDigits = (currency: string): number => DIGITS.get(currency) ?? 2
