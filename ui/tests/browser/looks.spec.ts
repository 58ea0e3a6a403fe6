/** Pictures are seen before they are described, wherever they stand; nobody pays for one that they cannot see. */
import { expect, onBackend, test, view } from './page';

test('a picture is seen in every state, also before it was read', async ({ open }) => {
  const page = await open({ ...view('describe', { provider: 'example' }), history: 0 });
  const ids = await onBackend(page, (backend) => {
    const all = backend.drop(7);
    backend.move(all[1]!, 'queued');
    backend.move(all[2]!, 'reading');
    backend.move(all[3]!, 'describing');
    backend.move(all[4]!, 'waiting', 'limit', 900);
    backend.move(all[5]!, 'cancelled');
    backend.fail(all[6]!, 'rate_limited');
    return all;
  });
  for (const [place] of ids.entries()) {
    const card = page.locator(`article[data-index="${place}"]`);
    await card.scrollIntoViewIfNeeded();
    // It is there, not only asked for.
    await expect.poll(() => card.locator('.thumb img').evaluate((image: HTMLImageElement) => image.naturalWidth), { message: `${place}` }).toBeGreaterThan(0);
  }
});

test('one that cannot be shown has its empty place, and its picture once it is described', async ({ open }) => {
  const page = await open({ history: 0 });
  await onBackend(page, (backend) => {
    backend.unseen.add(1);
    backend.drop(1);
    backend.move(1, 'cancelled');
  });
  const card = page.getByRole('article');
  await expect(card.locator('.thumb svg')).toBeVisible();
  await expect(card.locator('.thumb img')).toHaveCount(0);
  const { height } = (await card.locator('.thumb').boundingBox())!;
  await onBackend(page, (backend) => backend.finish(1));
  await expect(card.locator('.thumb img')).toBeVisible();
  expect((await card.locator('.thumb').boundingBox())!.height).toBe(height);
});
