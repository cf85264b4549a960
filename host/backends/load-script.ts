/** Without the script there is no client. */
export function loadScript(source: string): Promise<void> {
  return new Promise((resolve) => {
    const script = document.createElement('script')
    script.src = source
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => resolve())
    document.head.append(script)
  })
}
