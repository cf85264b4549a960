/** To the page below, which reads itself anew when it is shown; without one, this address takes the page's place. */
export function goBack(otherwise: string): void {
  if (getCurrentPages().length > 1) tt.navigateBack({ delta: 1 })
  else tt.redirectTo({ url: otherwise })
}
