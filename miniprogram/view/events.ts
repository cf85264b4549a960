/** One text of what a component or a `data-…` attribute says. */
export const textOf = (values: Readonly<Record<string, unknown>>, name: string): string => {
  const value = values[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

export const dataOf = (event: TtEvent, name: string): string => textOf(event.currentTarget.dataset, name)

export const detailOf = (event: TtEvent, name: string): string => textOf(event.detail, name)
