import { describe, expect, it } from 'vitest'
import { chooseContacts, obtainCode } from '../../miniprogram/client/ask.ts'

type Options = Parameters<Tt['chooseContact']>[0]
const clientThat = (answer: (options: Options) => void) => ({ chooseContact: answer })
const ANNA = { openId: 'ou_anna', name: 'Anna' }
const LAB = { openDepartmentId: 'od-lab', departmentId: 'd1' }

const pick = (answer: (options: Options) => void, departments = false) =>
  chooseContacts(clientThat(answer), { chosen: [], limit: 5, departments })

describe('a picker', () => {
  it.each<TtError>([
    { errno: 1_003_003, errString: 'Cancel' },
    { errMsg: 'chooseContact:fail cancel' },
    { errMsg: 'cancel' },
  ])('that somebody closed picked nobody: %o', async (error) => {
    expect(await pick(({ fail }) => fail?.(error))).toBeUndefined()
  })

  it.each<TtError>([
    { errno: 2_601_002, errString: 'Authentication failed. duplicate signature (error code: 333443)' },
    { errno: 301, errString: 'Network request cancelled' },
    { errMsg: 'chooseContact:fail no permission' },
    {},
  ])('that failed says so: %o', async (error) => {
    await expect(pick(({ fail }) => fail?.(error))).rejects.toMatchObject({
      code: 'pick_failed',
      message: error.errString ?? error.errMsg ?? '',
    })
  })

  it('offers people of our own company alone', async () => {
    let wanted: Options | undefined
    await pick((options) => {
      wanted = options
      options.success?.({ data: [ANNA] })
    })
    expect(wanted?.externalContact).toBe(false)
  })

  it('of departments gives ids, for want of names', async () => {
    const picked = await pick(({ success }) => success?.({ data: [], department_data: [LAB] }), true)
    expect(picked).toEqual([{ id: 'od-lab', name: 'od-lab' }])
  })

  it('of departments that gives people says that they are none, and empties nothing', async () => {
    const people = (options: Options): void => options.success?.({ data: [ANNA], department_data: [] })
    await expect(pick(people, true)).rejects.toMatchObject({ code: 'no_department' })
    const both = (options: Options): void => options.success?.({ data: [ANNA], department_data: [LAB] })
    expect(await pick(both, true)).toEqual([{ id: 'od-lab', name: 'od-lab' }])
  })
})

it('a code that came by a redirect keeps its proof', async () => {
  const client = (answer: { code: string; verifier?: string }): Pick<Tt, 'requestAccess' | 'login'> => ({
    requestAccess: ({ success }) => success?.(answer),
    login: () => undefined,
  })
  expect(await obtainCode(client({ code: 'c' }), '')).toEqual({ code: 'c', via: 'requestAccess' })
  const verifier = 'v'.repeat(43)
  expect(await obtainCode(client({ code: 'c', verifier }), '')).toEqual({
    code: 'c',
    via: 'redirect',
    verifier,
  })
})
