const harbour: string = "Falmouth";
document.title = harbour;
