const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const AMOUNT = /^(-?)0*(\d{1,16})(?:\.(\d{1,2}))?$/

/**
 * An amount of yuan in capitals, as on cheques and invoices, without 人民币 before it: 整 where no 分 follow, and 零 for
 * zeros within it, however many, wherever the rules ask for one; where they leave it open there is none. Undefined for
 * what is no amount, has more than two decimals, or more than 16 digits before them.
 */
export function inCapitals(amount: string): string | undefined {
  const parts = AMOUNT.exec(amount)
  if (!parts) return undefined
  const [, sign = '', yuan = '', decimals = ''] = parts
  const [jiao = 0, fen = 0] = decimals.padEnd(2, '0').split('').map(Number)
  const whole = /[1-9]/.test(yuan) ? `${wholeInCapitals(yuan)}元` : ''
  const text = `${whole}${coins(jiao, fen, whole !== '')}`
  if (text === '') return '零元整'
  return `${sign && '负'}${text}${fen === 0 ? '整' : ''}`
}

function coins(jiao: number, fen: number, isBehindYuan: boolean): string {
  const zero = isBehindYuan && jiao === 0 && fen > 0 ? '零' : ''
  return `${zero}${jiao > 0 ? `${DIGITS.charAt(jiao)}角` : ''}${fen > 0 ? `${DIGITS.charAt(fen)}分` : ''}`
}

/** Four digits at a time: 万 behind every other four, 亿 behind all that is above eight. */
function wholeInCapitals(digits: string): string {
  let text = ''
  let isZeroDue = false
  let isGroupEmpty = true
  digits.split('').forEach((digit, at) => {
    const place = digits.length - 1 - at
    if (digit === '0') isZeroDue = text !== ''
    else {
      text += `${isZeroDue ? '零' : ''}${DIGITS.charAt(Number(digit))}${PLACES[place % 4] ?? ''}`
      isZeroDue = false
      isGroupEmpty = false
    }
    if (place % 4 > 0) return
    if (place === 8 && text !== '') text += '亿'
    else if (place > 0 && !isGroupEmpty) text += '万'
    // Zeros at the end of a group that is named say nothing more.
    if (!isGroupEmpty) isZeroDue = false
    isGroupEmpty = true
  })
  return text
}
