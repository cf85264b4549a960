/** `isNeeded` false: the server does without it, and knows less of itself. */
export type ScopeNeed = { need: string; anyOf: readonly [string, ...string[]]; isNeeded: boolean }

const ANY_CONTACT = 'contact:contact:readonly_as_app'

const needed = (need: string, ...anyOf: [string, ...string[]]): ScopeNeed => ({
  need,
  anyOf,
  isNeeded: true,
})

/** Any one scope of a row is enough, the first asks for least; the texts are those of the app's permission page. */
export const SCOPES: readonly ScopeNeed[] = [
  needed('register definitions', 'approval:approval', 'approval:external_approval'),
  needed('sync and check instances', 'approval:approval', 'approval:external_instance'),
  needed('send and update cards', 'approval:approval:readonly'),
  needed('see the contact range', 'contact:contact.base:readonly', ANY_CONTACT),
  needed('read people', 'contact:user.base:readonly', ANY_CONTACT),
  needed('see user_ids', 'contact:user.employee_id:readonly'),
  needed('see managers and departments of people', 'contact:user.department:readonly', ANY_CONTACT),
  needed('see who has left', 'contact:user.employee:readonly', ANY_CONTACT),
  needed('read departments', 'contact:department.base:readonly', ANY_CONTACT),
  needed('see department leaders', 'contact:department.organize:readonly', ANY_CONTACT),
  { need: 'find people by mail or mobile', anyOf: ['contact:user.id:readonly'], isNeeded: false },
  {
    need: 'look at its own version and addresses',
    anyOf: ['application:application:self_manage'],
    isNeeded: false,
  },
]

export const FOR_REMINDERS = needed('send reminders', 'im:message:send_as_bot', 'im:message')

/** Where a definition writes into attendance; the second finds what is to be taken back when an answer was lost. */
export const FOR_ATTENDANCE: readonly ScopeNeed[] = [
  needed('write into attendance', 'attendance:task'),
  { need: 'look at what attendance holds', anyOf: ['attendance:task:readonly'], isNeeded: false },
]

/** What an app is given that has none yet. */
export const SCOPES_TO_ASK: readonly string[] = [
  ...new Set([...SCOPES, FOR_REMINDERS].map(({ anyOf: [first] }) => first)),
]

/** As few as what is set needs. */
export const scopesToAsk = ({ attends = false }: { attends?: boolean | undefined }): readonly string[] => [
  ...SCOPES_TO_ASK,
  ...(attends ? FOR_ATTENDANCE.map(({ anyOf: [first] }) => first) : []),
]
