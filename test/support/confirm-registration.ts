/** Presses a button of the page that a registration's address opens. Answers the status. */
export async function confirmRegistration(
  address: string,
  answer: 'confirm' | 'deny',
  userId = 'u_admin',
): Promise<number> {
  return (await fetch(address, { method: 'POST', body: new URLSearchParams({ answer, userId }) })).status
}
