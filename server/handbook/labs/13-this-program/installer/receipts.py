def heading():
    return "Thank you for your purchase"
