import type { FailureClass } from '../domain/outbox/answer.ts'
import type { ApiName } from './port.ts'

/** A code's meaning wherever it comes from (通用错误码, and the error tables of the calls we make). */
const ANYWHERE: Record<FailureClass, readonly number[]> = {
  pace: [99991400, 230020, 11232, 11233, 11247, 2200],
  token: [99991663, 99991661, 99991664, 99991665, 99991671, 4001, 20013, 20014, 10012, 10013],
  unclear: [1395001, 65001, 60014, 1500, 1663, 1668, 5000, 10500, 55001],
  not_sent: [],
  being_done: [18121, 230049],
  // Comes with HTTP 429, yet waiting a minute does not help: it is the month's quota.
  quota: [99991403],
  configuration: [
    10014, 10015, 99991662, 99991672, 99991673, 99991401, 1390002, 1390014, 1390015, 1390016,
    // 查询租户授权状态: the app is not installed. 通用错误码: no such path.
    212100, 99991201,
  ],
  refused: [
    1390001, 1390003, 1390004, 1390009, 1390010, 60001, 60002, 60003, 60004, 60005, 60006, 60007, 60008,
    60009, 60010, 4000, 4002, 4003, 4004, 4006, 11225, 11236, 11246, 11248, 230013, 230011, 230031, 230025,
    9499, 99992402,
  ],
  login_code_dead: [20003, 20004, 20007, 20065, 10204, 10213, 10226],
  login_not_allowed: [20010],
}

type Meanings = Partial<Record<FailureClass, readonly number[]>>

const CONTACT: Meanings = { refused: [40001, 43010], unclear: [40003], configuration: [42008] }

/** 发送消息, 更新已发送的消息卡片: of the person, or of what is said to them; and of the bot. */
const MESSAGE: Meanings = {
  refused: [
    230001, 230022, 230028, 230029, 230034, 230035, 230036, 230038, 230053, 230054, 230075, 230099, 230110,
    99992354,
  ],
  configuration: [230006, 230027],
}

/** 假勤审批. 1220005: the app's data permission in the attendance console. */
const ATTENDANCE: Meanings = {
  refused: [1220001, 1220004, 1220600, 1225001],
  configuration: [1220005],
  token: [1220002],
  unclear: [1225000, 1226000, 1226500, 1227500],
}

/** What a code means in the answer of one call, where that differs or is not told elsewhere. */
const IN_CALL: Partial<Record<ApiName, Meanings>> = {
  token: { configuration: [10003, 10005, 99991543, 20002] },
  user: CONTACT,
  user_by_address: CONTACT,
  department: CONTACT,
  contact_range: CONTACT,
  attendance_write: ATTENDANCE,
  attendance_query: ATTENDANCE,
  attendance_process: ATTENDANCE,
  message_send: MESSAGE,
  message_update: MESSAGE,
  // 获取 user_access_token
  login: {
    // Also what is not shown to be whoever's who began the login (PKCE), or leads elsewhere.
    login_code_dead: [20024, 20049, 20071],
    login_not_allowed: [20008, 20066],
    configuration: [20002, 20009, 20048, 20069, 20070],
    refused: [20001, 20036, 20063, 20067, 20068],
    unclear: [20050, 20072],
  },
  // 获取用户信息
  user_info: {
    login_code_dead: [20005, 99991668, 99991677],
    login_not_allowed: [20008, 20021, 20022, 20023],
    unclear: [20050],
  },
}

const toTable = (meanings: Meanings): ReadonlyMap<number, FailureClass> =>
  new Map(
    Object.entries(meanings).flatMap(([name, codes]) =>
      codes.map((code): [number, FailureClass] => [code, name as FailureClass]),
    ),
  )

const TABLE = toTable(ANYWHERE)
const TABLE_OF = new Map(Object.entries(IN_CALL).map(([api, meanings]) => [api, toTable(meanings)]))

/**
 * What a failed answer means: by call and body code first, by HTTP status second, since Feishu sends the same
 * code with 200, 400 and 429. `code` null: the body could not be read, so nobody knows what happened.
 */
export function classify(api: ApiName, httpStatus: number, code: number | null): FailureClass {
  const known = code === null ? undefined : (TABLE_OF.get(api)?.get(code) ?? TABLE.get(code))
  const found = known ?? byStatus(httpStatus, code)
  return found === 'token' ? (WITHOUT_APP_TOKEN[api] ?? found) : found
}

/** Calls that carry no token of the app, so that a new one helps nothing. */
const WITHOUT_APP_TOKEN: Partial<Record<ApiName, FailureClass>> = {
  token: 'configuration',
  login: 'configuration',
  // The token is the person's: logging in again gives another.
  user_info: 'login_code_dead',
}

function byStatus(httpStatus: number, code: number | null): FailureClass {
  if (httpStatus === 429) return 'pace'
  // A 401 or 403 that Feishu itself worded; a page of something in between says nothing.
  if (httpStatus === 401 && code !== null) return 'token'
  if (httpStatus === 403 && code !== null) return 'configuration'
  // Feishu answers its own passing faults with 400 too, so an unknown code may be worth another try.
  return 'unclear'
}

/** Codes by which contacts say that there is no such person, or none that the app may see. */
export const NO_SUCH_PERSON: ReadonlySet<number> = new Set([
  41050, 41012, 40007, 40051, 41022, 99992351, 99992352, 99992353, 99992359, 99992360, 99992361, 99992364,
])

/** Nobody has the id (获取单个用户信息); the other codes may also be about what the app may see. */
export const NO_SUCH_ID = 41012

/** The same of departments (获取单个部门信息: 40004 out of range, 40008 and 40015 gone). */
export const NO_SUCH_DEPARTMENT: ReadonlySet<number> = new Set([
  40004, 40008, 40015, 40052, 99992357, 99992358, 99992379, 99992380,
])

/** Errors of a socket that had not carried a request yet. */
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|CERT_.*|ERR_TLS_.*|UNABLE_TO_.*|SELF_SIGNED_.*|DEPTH_ZERO_.*|PROXY_.*)$/

/** What a request without an answer means; everything after the connection stood may have happened. */
export function classifyNetwork(errorCode: string): FailureClass {
  return BEFORE_SENDING.test(errorCode) ? 'not_sent' : 'unclear'
}
