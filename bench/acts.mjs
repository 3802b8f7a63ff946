// What the bench's hands do, by the names that a user sees.

/** Chooses another sample type, wherever the switch shows it: as a segment or in its menu. */
export async function chooseSampleType(page, name) {
  const group = page
    .getByRole('radiogroup', { name: 'Sample type' })
    .or(page.getByRole('group', { name: 'Sample type' }));
  const direct = group.getByText(name, { exact: true });
  if ((await direct.count()) > 0) return direct.first().click();
  await page.getByRole('button', { name: /more sample types/i }).click();
  await page
    .getByRole('menuitem', { name })
    .or(page.getByRole('menuitemcheckbox', { name }))
    .or(page.getByRole('menuitemradio', { name }))
    .first()
    .click();
}

/** Types a filter into the lens bar and confirms it. */
export async function addFilter(page, text) {
  await page
    .getByRole('button', { name: /add filter/i })
    .first()
    .click();
  const field = page.getByRole('combobox', { name: /filter/i });
  await field.fill(text);
  await field.press('Enter');
}

export async function showTable(page) {
  await page.locator('[role=tab][data-view=table]').click();
  await page.getByRole('columnheader').first().waitFor();
}

export function sortBy(page, column) {
  return page.getByRole('columnheader', { name: column }).first().getByRole('button').click();
}

export function showGraph(page) {
  return page.locator('[role=tab][data-view=graph]').click();
}

export async function chooseNodes(page, count) {
  await page.getByRole('button', { name: /^nodes:/ }).click();
  await page.getByRole('menuitemradio', { name: String(count), exact: true }).click();
}

async function middleOfPicture(page) {
  const box = await page.locator('canvas').first().boundingBox();
  if (box === null) throw new Error('there is no picture');
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 200), box };
}

export async function zoomInAndOut(page) {
  const { x, y } = await middleOfPicture(page);
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (let i = 0; i < 40; i++) await page.mouse.wheel(0, i < 20 ? -120 : 120);
  await page.keyboard.up('Control');
}

export async function panAround(page) {
  const { x, y } = await middleOfPicture(page);
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (let i = 0; i < 10; i++) await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await page.mouse.down();
  for (let i = 0; i < 60; i++) await page.mouse.move(x + 200 * Math.sin(i / 8), y + 60 * Math.sin(i / 5));
  await page.mouse.up();
}

export async function hoverAround(page) {
  const { x, y, box } = await middleOfPicture(page);
  for (let i = 0; i < 80; i++) await page.mouse.move(x + box.width * 0.4 * Math.sin(i / 7), y + 120 * Math.sin(i / 3));
}

async function middleOfTracks(page) {
  const box = await page.getByRole('application', { name: 'Timeline' }).boundingBox();
  if (box === null) throw new Error('there are no tracks');
  return { x: box.x + box.width * 0.6, y: box.y + 120 };
}

/** Zooms the time axis far in and out again. */
export async function zoomTime(page) {
  const { x, y } = await middleOfTracks(page);
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (let i = 0; i < 60; i++) await page.mouse.wheel(0, i < 30 ? -120 : 120);
  await page.keyboard.up('Control');
}

/** Pans the time axis to and fro at a tenth of its length. */
export async function panTime(page) {
  const { x, y } = await middleOfTracks(page);
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (let i = 0; i < 8; i++) await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await page.keyboard.down('Shift');
  await page.mouse.down();
  for (let i = 0; i < 60; i++) await page.mouse.move(x + 200 * Math.sin(i / 8), y);
  await page.mouse.up();
  await page.keyboard.up('Shift');
}
