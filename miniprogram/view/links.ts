export type Device = 'phone' | 'pc'
export type Links = {
  home: string
  list: (box?: string) => string
  /** With `instance`: that one anew, after it was rolled back; with `from`: another one like it. */
  form: (code: string, more?: { instance?: string; from?: string }) => string
  detail: (id: string) => string
  settings: string
  /** Of a page of another system, the one that is made for this device. */
  own: (page: { pc: string; mobile: string }) => string
}

const PHONE = '/pages'
const PC = '/pc/pages'
const query = (values: Record<string, string | undefined>): string => {
  const parts = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

/** The pages of one device, as the applinks name them. */
export const LINKS: Record<Device, Links> = {
  phone: {
    home: `${PHONE}/home/index`,
    list: (box) => `${PHONE}/approval-list/index${query({ box })}`,
    form: (id, { instance, from } = {}) => `${PHONE}/approval-form/index${query({ id, instance, from })}`,
    detail: (id) => `${PHONE}/detail${query({ id })}`,
    settings: `${PHONE}/settings/index`,
    own: ({ mobile }) => mobile,
  },
  pc: {
    home: `${PC}/home/index`,
    list: (box) => `${PC}/approval-list/index${query({ box })}`,
    form: (id, { instance, from } = {}) => `${PC}/create-form/index${query({ id, instance, from })}`,
    detail: (id) => `${PC}/detail${query({ id })}`,
    settings: `${PC}/settings/index`,
    own: ({ pc }) => pc,
  },
}
