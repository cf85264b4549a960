import type { Backend } from '../backends/backend.ts'
import { ApiError, textOf, toApi } from './callback.ts'

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

/** As if it was closed: nobody was picked (Errno 错误码, chooseContact). */
const CANCELLED = 1_003_003

/** 登录 and 联系人. */
export function identityApis(backend: Backend) {
  return {
    requestAccess: toApi('requestAccess', async (options) => {
      const answer = await backend.requestAccess(options)
      return options['state'] === undefined ? answer : { ...answer, state: textOf(options, 'state') }
    }),
    login: toApi('login', backend.login),
    checkSession: toApi('checkSession', () => undefined),
    chooseContact: toApi('chooseContact', async (options) => {
      const chosen = await backend.chooseContact({
        multi: options['multi'] !== false,
        max: typeof options['maxNum'] === 'number' ? options['maxNum'] : Infinity,
        limitTips: textOf(options, 'limitTips'),
        chosenIds: options['multi'] === false ? [] : strings(options['chosenIds']),
        disabledIds: strings(options['disableChosenIds']),
        withDepartments: options['enableChooseDepartment'] === true,
        withOutsiders: options['externalContact'] !== false,
      })
      if (chosen.data.length + chosen.department_data.length === 0) throw new ApiError('Cancel', CANCELLED)
      return chosen
    }),
  }
}
