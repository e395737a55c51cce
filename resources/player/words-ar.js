/* The words of the interface in Arabic; nouns change with their number: one, two, three to ten, more, whole hundreds. */
(function (EduPulse) {
  "use strict";

  /* forms: [one, two, with 3 to 10, with 11 to 99, with hundreds and nought]; one and two need no figure. */
  function counted(count, [one, two, few, many, other]) {
    const size = Math.abs(count);
    if (count === 1) return one;
    if (count === 2) return two;
    const rest = size % 100;
    if (rest >= 3 && rest <= 10) return `${count} ${few}`;
    return `${count} ${rest >= 11 ? many : other}`;
  }

  const MINUTES = ["دقيقة واحدة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"];
  const QUESTIONS = ["سؤال واحد", "سؤالان", "أسئلة", "سؤالًا", "سؤال"];
  const ENDINGS = ["نهاية واحدة", "نهايتان", "نهايات", "نهاية", "نهاية"];
  const POINTS = ["نقطة واحدة", "نقطتان", "نقاط", "نقطة", "نقطة"];
  const ATTEMPTS = ["محاولة واحدة", "محاولتان", "محاولات", "محاولة", "محاولة"];
  const SECONDS = ["ثانية واحدة", "ثانيتان", "ثوانٍ", "ثانية", "ثانية"];

  EduPulse.words.tables.ar = {
    start: "ابدأ",
    resume: "متابعة",
    startOver: "البدء من جديد",
    resumeNote: "توقفت عند «{scene}».",
    by: "إعداد {author}",
    minutes: (count) => `المدة التقريبية: ${counted(count, MINUTES)}`,
    questions: (count) => counted(count, QUESTIONS),
    endings: (count) => counted(count, ENDINGS),
    cast: "الشخصيات",
    objectives: "ما ستتعلمه",
    play: "تشغيل",
    pause: "إيقاف مؤقت",
    back: "خطوة إلى الوراء",
    seek: "الموضع في هذا المشهد",
    position: "{now} من {length}",
    captions: "الترجمة المكتوبة",
    speed: "السرعة",
    mute: "الصوت",
    volume: "مستوى الصوت",
    fullscreen: "ملء الشاشة",
    settings: "الإعدادات ولوحة المفاتيح",
    controls: "أزرار المشغّل",
    film: "الفيلم",
    scene: "المشهد",
    score: (points) => counted(points, POINTS),
    question: "سؤال",
    chooseOne: "اختر إجابة واحدة.",
    chooseSeveral: "اختر كل الإجابات الصحيحة.",
    trueFalse: "صواب أم خطأ؟",
    typeAnswer: "اكتب إجابتك.",
    yourAnswer: "إجابتك",
    submit: "أجب",
    hint: "إظهار تلميح",
    hintIs: "تلميح:",
    attemptsLeft: (count) => `المتبقي: ${counted(count, ATTEMPTS)}`,
    timeLeft: "الوقت المتبقي",
    seconds: (count) => `المتبقي: ${counted(count, SECONDS)}`,
    watchAgain: "المشاهدة مرة أخرى",
    right: "هذا صحيح",
    wrong: "ليس تمامًا",
    noted: "سُجّلت إجابتك",
    timeUp: "انتهى الوقت",
    answeredForYou: "اختيرت لك الإجابة «{answer}».",
    yourAnswerWas: "إجابتك: {answer}",
    correctAnswer: "الإجابة الصحيحة:",
    correctAnswers: "الإجابات الصحيحة:",
    nothingChosen: "اختر أولًا إجابة واحدة على الأقل.",
    nothingTyped: "اكتب إجابة أولًا.",
    tryAgain: "حاول مرة أخرى",
    goOn: "متابعة",
    theEnd: "النهاية",
    success: "أحسنت",
    neutral: "النهاية",
    failure: "لم تنجح المحاولة",
    passed: "ناجح",
    notPassed: "غير ناجح",
    passMark: (points) => `المطلوب للنجاح: ${points}`,
    yourWay: "طريقك في الدرس",
    noAnswer: "بلا إجابة",
    download: "تنزيل سجلّي",
    again: "اللعب مرة أخرى",
    lastQuestion: "العودة إلى السؤال الأخير",
    stuckTitle: "تتوقف القصة هنا",
    stuckMessage: "لا يبيّن الدرس كيف تستمر من هنا. ليس هذا خطأك؛ من فضلك أخبر معلّمك.",
    noStart: "ليس لهذا الدرس مشهد أول بعد.",
    noLesson: "الملف lesson.js مفقود أو تالف. انسخ المجلد كله من جديد بكل ما فيه.",
    filmFailed: "لا يمكن تشغيل هذا الجزء من الفيلم",
    filmFailedMessage: "الملف «{file}» مفقود أو تالف، أو لا يستطيع هذا المتصفح تشغيله. وهذا ما يقال فيه:",
    withoutFilm: "المتابعة من دون الفيلم",
    retry: "حاول مرة أخرى",
    clickToPlay: "تشغيل",
    loading: "جارٍ التحميل",
    close: "إغلاق",
    restart: "البدء من جديد",
    restartAsk: "هل تبدأ من جديد من البداية؟ ستُنسى إجاباتك حتى الآن.",
    cancel: "إلغاء",
    settingsTitle: "الإعدادات",
    keysTitle: "لوحة المفاتيح",
    captionSize: "حجم الترجمة المكتوبة",
    small: "صغير",
    medium: "متوسط",
    large: "كبير",
    timeLimits: "الوقت المحدد",
    asSet: "كما في الدرس",
    doubled: "ضعف الوقت",
    off: "بلا حدّ",
    singleKeys: "التحكم في المشغّل بمفاتيح مفردة",
    moved: "عدت إلى «{scene}».",
    keys: [
      ["المسافة, K", "تشغيل أو إيقاف مؤقت"],
      ["← →", "5 ثوانٍ إلى الوراء أو إلى الأمام"],
      ["↑ ↓", "رفع الصوت أو خفضه"],
      ["< >", "أبطأ أو أسرع"],
      ["C", "إظهار الترجمة المكتوبة أو إخفاؤها"],
      ["M", "تشغيل الصوت أو كتمه"],
      ["F", "ملء الشاشة"],
      ["1 – 9", "اختيار إجابة"],
      ["Enter", "تقديم الإجابة، المتابعة"],
      ["Backspace, Alt ←", "خطوة إلى الوراء"],
      ["?", "هذه الصفحة"],
    ],
  };
})((globalThis.EduPulse ??= {}));
