import type { ElectronApplication } from '@playwright/test';

const LAST = 'LAYERLOOM_LAST_QUESTION';

/** Answers all further dialogs of the app with the button at this index. */
export async function answerQuestions(app: ElectronApplication, response: number): Promise<void> {
  await app.evaluate(
    ({ dialog }, [last, button]) => {
      process.env[last] = '';
      dialog.showMessageBox = ((_window: unknown, { message }: { message: string }) => {
        process.env[last] = message;
        return Promise.resolve({ response: button, checkboxChecked: false });
      }) as typeof dialog.showMessageBox;
    },
    [LAST, response] as const,
  );
}

/** The message of the app's last dialog. */
export async function lastQuestion(app: ElectronApplication): Promise<string | undefined> {
  return app.evaluate((_, last) => process.env[last], LAST);
}
